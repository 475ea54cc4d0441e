using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Checkpoints.Metadata;
using FlowActors.Runtime.Checkpoints.Storage;
using FlowActors.Runtime.Control.Coordination;

namespace FlowActors.Runtime.Tests.Control.Simulation;

/// <summary>The checkpoints of a simulated job: the names of its files, and what its metadata names. Those of savepoints are somebody else's.</summary>
internal sealed class SimulatedStorage
{
    private readonly Dictionary<string, IReadOnlyList<FileReference>> _metadata = [];
    private int _written;

    public HashSet<string> Files { get; } = [];

    /// <summary>Writes a file of a checkpoint.</summary>
    public StateHandle Write(long checkpoint, string? target, string writer)
    {
        var handle = new StateHandle($"{writer}-{++_written}", 1, 0);
        Files.Add(CheckpointFiles.Reference(checkpoint, target, handle).File);
        return handle;
    }

    /// <summary>Writes metadata.</summary>
    public void Publish(SnapshotMetadata metadata, string? target)
    {
        var itself = CheckpointFiles.Metadata(metadata.Checkpoint, target, 1);
        Files.Add(itself.File);
        _metadata[itself.File] = [itself, .. metadata.Handles().Distinct().Select(h => CheckpointFiles.Reference(metadata.Checkpoint, target, h))];
    }

    /// <summary>The files that a checkpoint names.</summary>
    public IReadOnlyList<FileReference> FilesOf(CompletedCheckpoint checkpoint) => _metadata[checkpoint.Metadata.File];

    public void Delete(IEnumerable<string> files) => Files.ExceptWith(files);

    /// <summary>Deletes what is found of the job's own, but what is named.</summary>
    public void Sweep(long below, IReadOnlySet<string> kept) =>
        Files.RemoveWhere(file => !kept.Contains(file) && file.StartsWith("chk-", StringComparison.Ordinal) && NumberOf(file) < below);

    private static long NumberOf(string file) => long.Parse(file.AsSpan(4, file.IndexOf('/', StringComparison.Ordinal) - 4), System.Globalization.CultureInfo.InvariantCulture);
}
