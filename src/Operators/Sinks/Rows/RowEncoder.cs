using System.Buffers;
using System.Text.Json;

namespace FlowActors.Sinks;

/// <summary>Turns records into the bytes of a file, one after the other (Flink's <c>Encoder</c>). One for each writer, used by its thread.</summary>
/// <typeparam name="T">The records.</typeparam>
public abstract class RowEncoder<T>
{
    /// <summary>Writes one record, with what separates it from the next one.</summary>
    /// <param name="value">The record, which must not be changed.</param>
    /// <param name="output">Takes the bytes; valid during the call.</param>
    public abstract void Encode(T value, IBufferWriter<byte> output);
}

/// <summary>Encoders of rows that are lines.</summary>
public static class RowEncoder
{
    /// <summary>Each record is a line of text in UTF-8, ended by LF.</summary>
    /// <param name="format">
    /// Makes the line, without its end, on the threads of all writers that it is given to; null takes the record's text by the invariant culture.
    /// </param>
    public static RowEncoder<T> Text<T>(Func<T, string>? format = null) => new TextRows<T>(format ?? Lines.Format);

    /// <summary>Each record is a line with a JSON value in UTF-8, ended by LF, as <see cref="DataStreamSinks.WriteAsJsonLines"/> writes it.</summary>
    /// <param name="options">How records are written; null as said there.</param>
    /// <exception cref="JobValidationException">The options do not know the type.</exception>
    public static RowEncoder<T> JsonLines<T>(JsonSerializerOptions? options = null) => new JsonRows<T>(JsonRowOptions.Of<T>(options));
}
