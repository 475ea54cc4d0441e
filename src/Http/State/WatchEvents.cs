using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using FlowActors.Client.Wire;
using FlowActors.Runtime.Client.Watching;
using FlowActors.Runtime.Subtasks.Queries;
using FlowActors.Serialization;
using FlowActors.Serialization.Json;

namespace FlowActors.Http.State;

/// <summary>The events of a key that is watched, as they stand in a stream.</summary>
internal static class WatchEvents
{
    // What JSON is written in one line, which is what an event's data is.
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = WireJson.DepthMax };

    /// <summary>A comment, which tells nothing and keeps the connection.</summary>
    public static ReadOnlyMemory<byte> KeepAlive { get; } = ": keep-alive\n\n"u8.ToArray();

    /// <summary>What is known, as an event.</summary>
    public static ReadOnlyMemory<byte> Of(WatchView view, ShownState state, byte[] key, JsonNumbers numbers)
    {
        try
        {
            return view switch
            {
                { Phase: WatchPhase.Ended } => Event("end", json => json.WriteString("status", view.End?.ToString())),
                { Phase: WatchPhase.Restarting } => Event("restarting", json => json.WriteNumber("attempt", view.Attempt)),
                { Reading: { Elements.Count: > 0 } reading } => Event(null, json =>
                {
                    StateAnswers.WriteEntry(json, state, key, reading.Elements, numbers);
                    WriteAttempt(json, view);
                }),
                { Reading: not null } => Event("absent", json =>
                {
                    json.WritePropertyName("key");
                    state.Key.Write(json, key, numbers);
                    json.WriteNull("value");
                    WriteAttempt(json, view);
                }),
                { Cause: QueryOutcome.TooLarge } => Unreadable(
                    view,
                    $"What the key has is larger than {StateReader.AnswerBytesMax:N0} bytes, which is the most that one answer holds."),
                _ => Unreadable(view, view.Failure ?? view.Cause.ToString()),
            };
        }
        catch (SerializationException e)
        {
            return Unreadable(view, e.Message);
        }
    }

    private static ReadOnlyMemory<byte> Unreadable(WatchView view, string detail) => Event("unreadable", json =>
    {
        json.WriteString("detail", detail);
        json.WriteNumber("attempt", view.Attempt);
    });

    private static void WriteAttempt(Utf8JsonWriter json, WatchView view)
    {
        json.WriteNumber("attempt", view.Attempt);
        json.WriteBoolean("committed", false);
    }

    private static ReadOnlyMemory<byte> Event(string? name, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        if (name is not null)
        {
            buffer.Write("event: "u8);
            buffer.Write(System.Text.Encoding.UTF8.GetBytes(name));
            buffer.Write("\n"u8);
        }

        buffer.Write("data: "u8);
        using (var json = new Utf8JsonWriter(buffer, s_options))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        buffer.Write("\n\n"u8);
        return buffer.WrittenMemory;
    }
}
