using FlowActors.Serialization;

namespace FlowActors.State.Snapshots.Files;

/// <summary>
/// Reads a snapshot file: whole key groups, or what a range of one state in one key group holds, without reading the rest. Opening reads header,
/// footer and directory; every byte is checked before it is used. Used by one thread at a time, with all its cursors; others open the
/// file again. The stream is its own.
/// </summary>
internal sealed class SnapshotFileReader : IDisposable
{
    private readonly SnapshotStream _stream;
    private readonly SnapshotDirectory _directory;
    private readonly Dictionary<int, SnapshotPart> _parts = [];

    private SnapshotFileReader(SnapshotStream stream, SnapshotDirectory directory, SnapshotFileSummary summary)
    {
        _stream = stream;
        _directory = directory;
        Summary = summary;
        foreach (var part in directory.Parts)
        {
            if (!_parts.TryAdd(part.KeyGroup, part)) throw stream.Damaged(summary.Length, $"has key group {part.KeyGroup} twice");
        }
    }

    /// <summary>The name that it was opened by.</summary>
    public string File => _stream.File;

    /// <summary>To be compared with what the writer has given, where somebody kept that.</summary>
    public SnapshotFileSummary Summary { get; }

    /// <summary>What the numbers of states stand for. One state may have several: see <see cref="IStateWriter.Add"/>.</summary>
    public IReadOnlyDictionary<int, StateHeader> States => _directory.States;

    /// <summary>The key groups that have elements, in the order of the file; <see cref="SnapshotFormat.NoGroup"/> for operator state.</summary>
    public IEnumerable<int> KeyGroups => _directory.Parts.Select(p => p.KeyGroup);

    /// <param name="file">Its name, for messages.</param>
    /// <param name="open">Opens it. The stream has positions and a length that does not change.</param>
    /// <exception cref="UnreadableSnapshotException">It is missing, damaged, or of a later version.</exception>
    public static SnapshotFileReader Open(string file, Func<Stream> open)
    {
        var stream = SnapshotStream.Open(file, open);
        try
        {
            return Open(stream);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>How many elements a state has in a key group.</summary>
    public long CountOf(int state, int keyGroup) =>
        _parts.TryGetValue(keyGroup, out var part) ? part.Sections.FirstOrDefault(s => s.State == state).Elements : 0;

    /// <summary>All of a key group, states by number, each in order; nothing where the file does not have it.</summary>
    public SnapshotCursor Read(int keyGroup) => new(this, _parts.GetValueOrDefault(keyGroup) ?? Nothing(keyGroup));

    /// <summary>The elements of one state in one key group that lie in a range, in order.</summary>
    public SnapshotCursor Read(int keyGroup, int state, SortKeyRange range) =>
        CountOf(state, keyGroup) == 0 ? new SnapshotCursor(this, Nothing(keyGroup)) : new SnapshotCursor(this, _parts[keyGroup], state, range);

    public void Dispose() => _stream.Dispose();

    /// <summary>The bytes of a block, whose checksum is right.</summary>
    /// <param name="block">Which one.</param>
    /// <param name="buffer">Taken if it is large enough.</param>
    internal byte[] Load(SnapshotBlock block, byte[] buffer)
    {
        if (buffer.Length < block.Length) buffer = new byte[block.Length];
        var bytes = buffer.AsSpan(0, block.Length);
        _stream.Read(block.Offset, bytes);
        if (Crc32C.Of(bytes) != block.Checksum) throw Damaged(block.Offset, $"has a damaged block of {block.Length} bytes: its checksum is another");
        return buffer;
    }

    internal UnreadableSnapshotException Damaged(long offset, string what, Exception? inner = null) => _stream.Damaged(offset, what, inner);

    private static SnapshotPart Nothing(int keyGroup) => new(keyGroup, [], []);

    private static SnapshotFileReader Open(SnapshotStream stream)
    {
        const int edges = SnapshotFormat.HeaderBytes + SnapshotFormat.FooterBytes;
        Span<byte> header = stackalloc byte[SnapshotFormat.HeaderBytes];
        if (stream.Length < edges)
            throw stream.Damaged(stream.Length, $"has {stream.Length} bytes, and the smallest has {edges}: it was cut or never finished");
        stream.Read(0, header);
        Envelope.CheckHeader(header, stream.File);
        Span<byte> end = stackalloc byte[SnapshotFormat.FooterBytes];
        stream.Read(stream.Length - end.Length, end);
        var footer = Envelope.ReadFooter(end, stream.Length, stream.File);
        return new SnapshotFileReader(stream, ReadDirectory(stream, footer), new SnapshotFileSummary(stream.Length, Envelope.ChecksumOf(end)));
    }

    private static SnapshotDirectory ReadDirectory(SnapshotStream stream, Footer footer)
    {
        var offset = stream.Length - SnapshotFormat.FooterBytes - footer.DirectoryLength;
        var bytes = new byte[footer.DirectoryLength];
        stream.Read(offset, bytes);
        if (Crc32C.Of(bytes) != footer.DirectoryChecksum) throw stream.Damaged(offset, "has a damaged directory: its checksum is another");
        try
        {
            return DirectoryBytes.Read(bytes, offset);
        }
        catch (SerializationException e)
        {
            throw stream.Damaged(offset, $"has a directory that cannot be read: {e.Message}", e);
        }
    }
}
