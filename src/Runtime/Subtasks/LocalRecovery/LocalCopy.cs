using FlowActors.State;

namespace FlowActors.Runtime.Subtasks.LocalRecovery;

/// <summary>The files of one subtask's database as a checkpoint has them, on this node's disk until this is disposed, which blocks.</summary>
/// <param name="files">The files, its own from here on.</param>
/// <param name="paths">Where those lie that never change, by the names of the stored files.</param>
internal sealed class LocalCopy(DatabaseFiles files, IReadOnlyDictionary<string, string> paths) : IDisposable
{
    /// <summary>Where the copy of a stored file lies; null for one that this is no copy of.</summary>
    public string? Find(string storedFile) => paths.GetValueOrDefault(storedFile);

    /// <summary>The subtask stands still from this checkpoint on: its database may stay open for the next attempt.</summary>
    public void KeepOpen() => files.Kept?.Expect();

    /// <summary>The database itself, the caller's from here on; null where it is another one, or none waits open.</summary>
    /// <param name="database">What tells it from others.</param>
    public IDisposable? TryTakeOpen(string database) => files.Id == database ? files.Kept?.TryTake() : null;

    public void Dispose() => files.Dispose();
}
