using System.Net.ServerSentEvents;

namespace FlowActors.Http.Tests.State;

/// <summary>A stream of events, as a client reads it.</summary>
internal sealed class EventStream : IAsyncDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly Stream _body;
    private readonly IAsyncEnumerator<SseItem<string>> _events;

    private EventStream(HttpResponseMessage response, Stream body)
    {
        (_response, _body) = (response, body);
        _events = SseParser.Create(body).EnumerateAsync().GetAsyncEnumerator();
    }

    public static async Task<EventStream> OpenAsync(HttpClient http, string path)
    {
        var response = await http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {(int)response.StatusCode}");
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        return new EventStream(response, await response.Content.ReadAsStreamAsync());
    }

    /// <summary>The next event; null at the end.</summary>
    public async Task<(string Name, string Data)?> NextAsync() => await _events.MoveNextAsync() ? (_events.Current.EventType, _events.Current.Data) : null;

    /// <summary>The events up to one.</summary>
    public async Task<List<(string Name, string Data)>> UntilAsync(Func<(string Name, string Data), bool> isThere)
    {
        var seen = new List<(string Name, string Data)>();
        while (await NextAsync() is { } next)
        {
            seen.Add(next);
            if (isThere(next)) return seen;
        }

        Assert.Fail($"It ended before: {string.Join('\n', seen)}");
        return seen;
    }

    public async ValueTask DisposeAsync()
    {
        await _events.DisposeAsync();
        await _body.DisposeAsync();
        _response.Dispose();
    }
}
