using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace FlowActors.Sinks;

/// <summary>Lines of which each is a JSON value.</summary>
internal sealed class JsonRows<T>(JsonSerializerOptions options) : RowEncoder<T>
{
    private static readonly SearchValues<byte> LineEnds = SearchValues.Create("\n\r"u8);
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly JsonTypeInfo<T> _type = (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
    private Utf8JsonWriter? _writer;

    public override void Encode(T value, IBufferWriter<byte> output)
    {
        _buffer.ResetWrittenCount();
        if (_writer is null) _writer = new Utf8JsonWriter(_buffer, new JsonWriterOptions { Encoder = options.Encoder, MaxDepth = options.MaxDepth });
        else _writer.Reset(_buffer);
        JsonSerializer.Serialize(_writer, value, _type);
        _writer.Flush();
        output.Write(OnOneLine(_buffer));
        output.Write("\n"u8);
    }

    // A converter may write raw JSON. Line ends stand between tokens only: within strings they are escaped.
    private static ReadOnlySpan<byte> OnOneLine(ArrayBufferWriter<byte> buffer)
    {
        var line = buffer.WrittenSpan;
        if (!line.ContainsAny(LineEnds)) return line;
        var copy = line.ToArray();
        copy.AsSpan().ReplaceAny(LineEnds, (byte)' ');
        return copy;
    }
}
