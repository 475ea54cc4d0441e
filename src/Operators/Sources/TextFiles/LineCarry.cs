namespace FlowActors.Sources;

/// <summary>The beginning of a line whose end has not been read yet.</summary>
internal sealed class LineCarry(int lineBytesMax)
{
    private const int KeptBytes = 1 << 20;
    private const long AroundBytes = 4;
    private byte[] _bytes = [];
    private int _length;

    public bool IsEmpty => _length == 0;

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    /// <summary>
    /// False, and nothing added, when the line became too long; some bytes more may be the byte order mark before it and the
    /// carriage return of its end.
    /// </summary>
    public bool TryAdd(ReadOnlySpan<byte> bytes)
    {
        var length = (long)_length + bytes.Length;
        if (length > lineBytesMax + AroundBytes) return false;
        if (length > _bytes.Length) Array.Resize(ref _bytes, (int)Math.Clamp(_bytes.Length * 2L, length, Math.Max(length, lineBytesMax)));
        bytes.CopyTo(_bytes.AsSpan(_length));
        _length = (int)length;
        return true;
    }

    /// <summary>Forgets the line, and its memory if that was exceptionally long.</summary>
    public void Clear()
    {
        _length = 0;
        if (_bytes.Length > KeptBytes) _bytes = [];
    }
}
