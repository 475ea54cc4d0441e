using System.Text.Json;
using System.Text.Json.Serialization;
using FlowActors.Client.Wire;
using Microsoft.AspNetCore.Http;

namespace FlowActors.Http;

/// <summary>Reads what is asked for in JSON, and tells what is wrong with it.</summary>
internal static class RequestBody
{
    // A job's name and arguments are the largest of it: what they may take, with escapes.
    private const int BytesMax = 256 << 10;

    private static readonly JsonSerializerOptions s_options = new(WireJson.Options)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        AllowDuplicateProperties = false,
        MaxDepth = 16,
    };

    /// <summary>Reads a body.</summary>
    /// <typeparam name="T">What is asked for.</typeparam>
    /// <param name="request">The request.</param>
    /// <param name="whenEmpty">What a request without a body asks for; null where it must have one.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <exception cref="Problem">It is not JSON, too large, or not what can be asked for here.</exception>
    public static async Task<T> ReadAsync<T>(HttpRequest request, T? whenEmpty, CancellationToken cancellationToken)
        where T : class
    {
        var bytes = await ReadAsync(request, cancellationToken).ConfigureAwait(false);
        if (bytes.Length == 0 && whenEmpty is not null) return whenEmpty;
        if (!request.HasJsonContentType())
            throw new Problem(
                StatusCodes.Status415UnsupportedMediaType, "The body is not JSON", $"Its content type is '{request.ContentType}'. Send JSON, with the header Content-Type: application/json.");
        try
        {
            return JsonSerializer.Deserialize<T>(bytes.Span, s_options) ?? throw Wrong("it is null");
        }
        catch (JsonException e)
        {
            throw Wrong(BodyMistakes.Of(bytes, s_options.GetTypeInfo<T>(), e));
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            using var body = new MemoryStream();
            var piece = new byte[8 << 10];
            for (int read; (read = await request.Body.ReadAsync(piece, cancellationToken).ConfigureAwait(false)) > 0;)
            {
                if (body.Length + read > BytesMax) throw TooLarge($"{BytesMax:N0} bytes");
                body.Write(piece, 0, read);
            }

            return body.GetBuffer().AsMemory(0, (int)body.Length);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw TooLarge("the server takes");
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status408RequestTimeout)
        {
            throw new Problem(e.StatusCode, "The body comes too slowly", "The server waits no longer for the rest of it. Send it again, in one go.");
        }
        catch (BadHttpRequestException e)
        {
            throw Wrong(e.Message);
        }
    }

    private static Problem TooLarge(string most) =>
        new(StatusCodes.Status413PayloadTooLarge, "The body is too large", $"It is larger than {most}. Pass data in a file that the job reads, and its path as the argument.");

    private static Problem Wrong(string why) => Problem.Wrong("The body is no such request", $"What was sent is not what can be asked for here: {why}");
}
