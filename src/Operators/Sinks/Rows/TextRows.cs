using System.Buffers;
using System.Text;

namespace FlowActors.Sinks;

/// <summary>Lines whose text a function makes.</summary>
internal sealed class TextRows<T>(Func<T, string> format) : RowEncoder<T>
{
    private const int PieceChars = 16 << 10;

    public override void Encode(T value, IBufferWriter<byte> output)
    {
        var line = format(value).AsSpan();
        while (line.Length > PieceChars)
        {
            var piece = line[..(PieceChars - (char.IsHighSurrogate(line[PieceChars - 1]) ? 1 : 0))];
            Append(piece, output);
            line = line[piece.Length..];
        }

        Append(line, output);
        output.GetSpan(1)[0] = (byte)'\n';
        output.Advance(1);
    }

    private static void Append(ReadOnlySpan<char> piece, IBufferWriter<byte> output)
    {
        var written = Encoding.UTF8.GetBytes(piece, output.GetSpan(Encoding.UTF8.GetMaxByteCount(piece.Length)));
        output.Advance(written);
    }
}
