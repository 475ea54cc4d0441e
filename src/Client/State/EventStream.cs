using System.Net.Mime;
using System.Net.ServerSentEvents;
using System.Text.Json;
using FlowActors.Client.Wire;

namespace FlowActors.Client.State;

/// <summary>One connection on which the events of a key come.</summary>
internal sealed class EventStream : IAsyncDisposable
{
    // Comments come every 15 seconds: where nothing does, nobody is there.
    private static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(60);

    private static readonly JsonDocumentOptions s_json = new() { MaxDepth = WireJson.DepthMax };

    private readonly HttpResponseMessage _response;
    private readonly Stream _body;
    private readonly IAsyncEnumerator<SseItem<string>> _events;
    private readonly Uri _address;

    private EventStream(HttpResponseMessage response, Stream body, Uri address)
    {
        (_response, _body, _address) = (response, body, address);
        _events = SseParser.Create(body).EnumerateAsync().GetAsyncEnumerator();
    }

    /// <summary>Connects.</summary>
    /// <exception cref="FlowActorsClientException">The server refuses, cannot be reached, or answers something else.</exception>
    public static async Task<EventStream> OpenAsync(Rest rest, string path, TimeProvider time, CancellationToken cancellationToken)
    {
        var response = await rest.OpenAsync(path, cancellationToken).ConfigureAwait(false);
        if (response.Content.Headers.ContentType?.MediaType is var type && type != MediaTypeNames.Text.EventStream)
        {
            response.Dispose();
            throw FlowActorsClientException.Unclear(rest.Address, $"it is no stream of events ({MediaTypeNames.Text.EventStream}), but {type ?? "of no type"}");
        }

        var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        return new EventStream(response, new HeardStream(body, SilenceMax, time, cancellationToken), rest.Address);
    }

    /// <summary>The next event; null when the connection is at its end.</summary>
    /// <exception cref="FlowActorsClientException">It is none.</exception>
    public async Task<WatchEvent?> NextAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (!await _events.MoveNextAsync().ConfigureAwait(false)) return null;
            using var json = JsonDocument.Parse(_events.Current.Data, s_json);
            return new WatchEvent(_events.Current.EventType, json.RootElement.Clone());
        }
        catch (Exception e) when (e is IOException or HttpRequestException or TimeoutException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return null;
        }
        catch (JsonException e)
        {
            throw FlowActorsClientException.Unclear(_address, e.Message, e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _events.DisposeAsync().ConfigureAwait(false);
        await _body.DisposeAsync().ConfigureAwait(false);
        _response.Dispose();
    }
}
