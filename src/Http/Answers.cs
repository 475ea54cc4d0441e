using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using FlowActors.Client.Wire;
using Microsoft.AspNetCore.Http;

namespace FlowActors.Http;

/// <summary>Answers in JSON that is written by hand, and problems in place of them.</summary>
internal static class Answers
{
    // Texts of users are JSON in a response of JSON, and in no page.
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = WireJson.DepthMax };

    /// <summary>Answers with what is written, or with the problem that is thrown.</summary>
    public static async Task Of(HttpContext context, Func<Task<Action<Utf8JsonWriter>>> answer)
    {
        try
        {
            var write = await answer().ConfigureAwait(false);
            // As a whole, so that what cannot be written is told.
            var buffer = new ArrayBufferWriter<byte>();
            using (var json = new Utf8JsonWriter(buffer, s_options)) write(json);
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = buffer.WrittenCount;
            await context.Response.BodyWriter.WriteAsync(buffer.WrittenMemory, context.RequestAborted).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits for it.
        }
        catch (Exception e) when (Problems.Of(e) is { } problem)
        {
            await problem.ToResult(context).ExecuteAsync(context).ConfigureAwait(false);
        }
    }
}
