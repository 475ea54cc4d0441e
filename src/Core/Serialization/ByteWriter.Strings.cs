using System.Buffers;
using System.Numerics;
using System.Text;
using System.Text.Unicode;

namespace FlowActors.Serialization;

public sealed partial class ByteWriter
{
    /// <summary>Strings up to this length have at most 126 bytes.</summary>
    private const int ShortCharsMax = 42;

    /// <summary>Strings up to this length may reserve three bytes a character without counting first.</summary>
    private const int UncountedCharsMax = 256;

    /// <summary>
    /// Appends a varint (0 for null, else the number of bytes plus one) and the string's UTF-8 bytes. Lone surrogates are
    /// written as three bytes each (WTF-8), so that every string survives a round trip.
    /// </summary>
    public void WriteString(string? value)
    {
        if (value is null)
        {
            WriteByte(0);
            return;
        }

        if (value.Length <= ShortCharsMax)
        {
            WriteShort(value);
            return;
        }

        // The bytes are at least as many as the characters: the width of the length is guessed from those, and only in the
        // few cases where it turns out one byte wider are the bytes moved.
        var guess = VarintWidth((uint)value.Length + 1);
        Ensure(5 + (value.Length <= UncountedCharsMax ? 3 * value.Length : Encoding.UTF8.GetByteCount(value)));
        var start = _position;
        var target = _buffer.AsSpan(start + guess);
        var status = Utf8.FromUtf16(value, target, out _, out var written, replaceInvalidSequences: false);
        if (status != OperationStatus.Done) written = Wtf8.Encode(value, target);
        var width = VarintWidth((uint)written + 1);
        if (width != guess) _buffer.AsSpan(start + guess, written).CopyTo(_buffer.AsSpan(start + width));
        WriteVarUInt32((uint)written + 1);
        _position = start + width + written;
    }

    /// <summary>The length takes one byte, however many the characters take.</summary>
    private void WriteShort(string value)
    {
        Ensure(1 + (3 * value.Length));
        var target = _buffer.AsSpan(_position + 1);
        var status = Utf8.FromUtf16(value, target, out _, out var written, replaceInvalidSequences: false);
        if (status != OperationStatus.Done) written = Wtf8.Encode(value, target);
        _buffer[_position] = (byte)(written + 1);
        _position += written + 1;
    }

    private static int VarintWidth(uint value) => (BitOperations.Log2(value | 1) / 7) + 1;
}
