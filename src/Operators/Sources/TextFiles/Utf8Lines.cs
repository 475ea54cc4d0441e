using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace FlowActors.Sources;

/// <summary>Makes strings of the bytes of lines and counts what had to be replaced.</summary>
internal sealed class Utf8Lines
{
    /// <summary>How many sequences were no UTF-8; each became one U+FFFD.</summary>
    public long InvalidSequences { get; private set; }

    public string Decode(ReadOnlySpan<byte> line)
    {
        if (!Utf8.IsValid(line)) InvalidSequences += CountInvalid(line);
        return Encoding.UTF8.GetString(line);
    }

    private static long CountInvalid(ReadOnlySpan<byte> bytes)
    {
        var count = 0L;
        while (!bytes.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(bytes, out _, out var consumed) != OperationStatus.Done) count++;
            bytes = bytes[consumed..];
        }

        return count;
    }
}
