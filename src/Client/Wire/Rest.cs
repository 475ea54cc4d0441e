using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace FlowActors.Client.Wire;

/// <summary>Asks one server, and turns what it refuses into exceptions. Thread-safe.</summary>
/// <param name="http">Its base address is that of the server, with a slash at the end.</param>
internal sealed class Rest(HttpClient http)
{
    /// <summary>Where the server is.</summary>
    public Uri Address => http.BaseAddress!;

    /// <summary>Path segments behind each other, each of them escaped.</summary>
    /// <exception cref="ArgumentException">One of them is none.</exception>
    public static string Path(params string[] segments) => string.Join('/', segments.Select(Escaped));

    // Paths are shortened by them on their way, however they are written.
    private static string Escaped(string segment) => segment switch
    {
        "." or ".." => throw new ArgumentException($"'{segment}' cannot be asked for over HTTP, where paths leave it out. A job has an id, too."),
        _ when string.IsNullOrWhiteSpace(segment) => throw new ArgumentException("A name is empty: give it as the lists of nodes and jobs show it."),
        _ => Uri.EscapeDataString(segment),
    };

    /// <inheritdoc cref="SendAsync"/>
    public Task<T> GetAsync<T>(string path, CancellationToken cancellationToken) => SendAsync<T>(HttpMethod.Get, path, null, cancellationToken);

    /// <summary>Asks for a path below the server's address.</summary>
    /// <param name="method">How.</param>
    /// <param name="path">Without a slash in front.</param>
    /// <param name="body">What is sent, in JSON; null for nothing.</param>
    /// <param name="cancellationToken">Gives the question up.</param>
    /// <param name="alsoAnswers">A status that comes with an answer, too, although it is none of success; null for none.</param>
    /// <exception cref="FlowActorsClientException">The server refuses, cannot be reached, or does not answer as it should.</exception>
    public async Task<T> SendAsync<T>(HttpMethod method, string path, object? body, CancellationToken cancellationToken, HttpStatusCode? alsoAnswers = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = JsonContent.Create(body, body.GetType(), options: WireJson.Options);
        try
        {
            using var response = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
            var isAnswer = response.StatusCode == alsoAnswers && response.Content.Headers.ContentType?.MediaType == "application/json";
            if (!response.IsSuccessStatusCode && !isAnswer) throw await RefusalAsync(response, cancellationToken).ConfigureAwait(false);
            return await response.Content.ReadFromJsonAsync<T>(WireJson.Options, cancellationToken).ConfigureAwait(false)
                ?? throw FlowActorsClientException.Unclear(Address, "it answered null");
        }
        catch (HttpRequestException e)
        {
            throw FlowActorsClientException.Unreachable(Address, e);
        }
        catch (TaskCanceledException e) when (e.InnerException is TimeoutException)
        {
            throw FlowActorsClientException.Unreachable(Address, e);
        }
        catch (JsonException e)
        {
            throw FlowActorsClientException.Unclear(Address, e.Message, e);
        }
    }

    /// <summary>Asks for what goes on: the response is there once its head is.</summary>
    /// <exception cref="FlowActorsClientException">The server refuses, or cannot be reached.</exception>
    public async Task<HttpResponseMessage> OpenAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            var response = await http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            if (response.IsSuccessStatusCode) return response;
            using (response) throw await RefusalAsync(response, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException e)
        {
            throw FlowActorsClientException.Unreachable(Address, e);
        }
        catch (TaskCanceledException e) when (e.InnerException is TimeoutException)
        {
            throw FlowActorsClientException.Unreachable(Address, e);
        }
    }

    // A time is one by the clock of who tells it: this machine may have another.
    private static TimeSpan? RetryAfter(HttpResponseHeaders headers) => headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } until } when headers.Date is { } now => until > now ? until - now : TimeSpan.Zero,
        _ => null,
    };

    /// <summary>What a response that is none of success says.</summary>
    public async Task<FlowActorsClientException> RefusalAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var problem = response.Content.Headers.ContentType?.MediaType == "application/problem+json"
            ? await response.Content.ReadFromJsonAsync<ProblemDetails>(WireJson.Options, cancellationToken).ConfigureAwait(false)
            : null;
        return new FlowActorsClientException(
            problem?.Title ?? response.ReasonPhrase ?? "The request was refused",
            problem?.Detail ?? $"{Address} answered {(int)response.StatusCode} without problem details: is it FlowActors that listens there?")
        {
            Status = response.StatusCode,
            RetryAfter = RetryAfter(response.Headers),
            Cursor = problem?.Cursor,
        };
    }
}
