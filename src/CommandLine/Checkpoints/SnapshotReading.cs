using FlowActors.Files;
using FlowActors.Runtime.Checkpoints.Metadata;
using FlowActors.Runtime.Checkpoints.Storage;
using FlowActors.State;
using FlowActors.State.Snapshots.Files;

namespace FlowActors.CommandLine.Checkpoints;

/// <summary>Reads what a snapshot holds: its metadata and the directories of its files.</summary>
/// <param name="files">The file system.</param>
/// <param name="verifies">Whether every byte is read and compared with its file's checksum.</param>
/// <param name="cancellation">Gives up between two pieces of a file.</param>
internal sealed class SnapshotReading(IFileSystem files, bool verifies, CancellationToken cancellation)
{
    private readonly byte[] _piece = new byte[64 << 10];

    /// <exception cref="SnapshotReadException">A file is missing or damaged.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="UnreadableSnapshotException">A file of state is damaged inside, or of a newer version.</exception>
    public SnapshotReport Read(FoundSnapshot snapshot)
    {
        var (location, metadata) = snapshot;
        foreach (var handle in metadata.Handles().DistinctBy(h => h.Name)) Check(location, handle);
        return new SnapshotReport(
            location.Folder,
            metadata.Kind.ToString(),
            metadata.Checkpoint,
            metadata.Job,
            metadata.JobName,
            metadata.TriggeredAt,
            metadata.Unaligned,
            metadata.Drained,
            metadata.StateBytes(),
            metadata.Handles().DistinctBy(h => h.Name).Count(),
            [.. metadata.Vertices.Select(vertex => Vertex(location, vertex))])
        {
            WrittenBytes = metadata.WrittenBytes(),
            Form = metadata.Form?.ToString(),
            Backends = [.. metadata.Backends()],
        };
    }

    private VertexReport Vertex(SnapshotLocation location, VertexSnapshot vertex)
    {
        var states = vertex.Subtasks.SelectMany(s => s.Keyed.SelectMany(part => part.Files).Concat(s.Operator)).DistinctBy(h => h.Name)
            .SelectMany(handle => StatesIn(location, handle)).ToLookup(state => state.Header.OperatorUid);
        var hasDatabase = vertex.Subtasks.SelectMany(s => s.Keyed).Any(part => part.Database is not null);
        return new VertexReport(
            vertex.Id,
            vertex.Name,
            vertex.Parallelism,
            vertex.MaxParallelism,
            vertex.Subtasks.Count(s => s.Finished),
            vertex.Handles().DistinctBy(h => h.Name).Sum(h => h.Length),
            [.. vertex.Operators.Select(o => new OperatorReport(o.Uid, o.Name, [.. states[o.Uid].GroupBy(s => s.Header.Name).Select(s => State(s, hasDatabase))]))]);
    }

    private static StateReport State(IGrouping<string, (StateHeader Header, long Elements)> forms, bool hasDatabase)
    {
        var header = forms.First().Header;
        return new StateReport(
            header.Name,
            header.Kind.ToString(),
            forms.Sum(f => f.Elements),
            header.Key?.ToString(),
            header.Namespace?.ToString(),
            header.MapKey?.ToString(),
            [.. forms.Select(f => f.Header.Value.ToString()).Distinct()])
        {
            InDatabase = hasDatabase && header.Key is not null,
        };
    }

    private List<(StateHeader Header, long Elements)> StatesIn(SnapshotLocation location, StateHandle handle)
    {
        var path = location.File(handle).Path;
        using var stored = new StoredStream(SnapshotFiles.OpenParts(files, location, handle), path);
        // What is not laid out as state is whoever wrote it's own; then only the whole file's checksum can tell whether it is what was written.
        if (!StartsAsState(stored))
        {
            ReadWhole(location, handle);
            return [];
        }

        using var file = SnapshotFileReader.Open(path, () => stored);
        return [.. file.States.Select(state => (state.Value, file.KeyGroups.Sum(group => file.CountOf(state.Key, group))))];
    }

    private void Check(SnapshotLocation location, StateHandle handle)
    {
        if (verifies) ReadWhole(location, handle);
        else SnapshotFiles.OpenParts(files, location, handle).Dispose();
    }

    private void ReadWhole(SnapshotLocation location, StateHandle handle)
    {
        using var stream = new CheckedStream(SnapshotFiles.OpenParts(files, location, handle), location.File(handle).Path, handle);
        do cancellation.ThrowIfCancellationRequested();
        while (stream.Read(_piece) > 0);
    }

    private static bool StartsAsState(Stream stored)
    {
        Span<byte> start = stackalloc byte[SnapshotFormat.Magic.Length];
        var isState = stored.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start.SequenceEqual(SnapshotFormat.Magic);
        stored.Position = 0;
        return isState;
    }
}
