using System.Text;

namespace FlowActors.Serialization;

/// <summary>
/// UTF-8 (with lone surrogates as three bytes) and a terminating 0. In the text, the bytes 0 and 1 become 1 1 and 1 2: no
/// other byte is below 2, so the order is that of the bytes.
/// </summary>
internal sealed class StringKey : EngineKey<string>
{
    private const byte End = 0;
    private const byte Escape = 1;

    public override void Serialize(ByteWriter writer, string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var count = Encoding.UTF8.GetByteCount(value);
        var start = writer.Position;
        var target = writer.Append(count);
        if (System.Text.Unicode.Utf8.FromUtf16(value, target, out _, out _, replaceInvalidSequences: false) != System.Buffers.OperationStatus.Done)
            Wtf8.Encode(value, target);
        if (target.IndexOfAny(End, Escape) >= 0) EscapeFrom(writer, start);
        writer.WriteByte(End);
    }

    public override string Deserialize(ref ByteReader reader)
    {
        var ahead = reader;
        var bytes = ahead.ReadBytes(ahead.Remaining);
        var length = bytes.IndexOf(End);
        if (length < 0) throw reader.Corrupt("a string key has no end");
        reader.Skip(length + 1);
        return Wtf8.Decode(bytes[..length].Contains(Escape) ? Unescape(ref reader, bytes[..length]) : bytes[..length]);
    }

    public override int StableHash(string key) => StableHashes.Of(key);

    public override bool Equals(string? x, string? y) => string.Equals(x, y);

    private static void EscapeFrom(ByteWriter writer, int start)
    {
        var plain = writer.WrittenSpan[start..].ToArray();
        writer.Position = start;
        foreach (var next in plain)
        {
            if (next <= Escape) writer.WriteByte(Escape);
            writer.WriteByte(next <= Escape ? (byte)(next + 1) : next);
        }
    }

    private static byte[] Unescape(ref ByteReader reader, ReadOnlySpan<byte> bytes)
    {
        var plain = new List<byte>(bytes.Length);
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] != Escape) plain.Add(bytes[i]);
            else if (++i < bytes.Length && bytes[i] is 1 or 2) plain.Add((byte)(bytes[i] - 1));
            else throw reader.Corrupt("a string key has a wrong escape");
        }

        return [.. plain];
    }
}
