using FlowActors.State;

namespace FlowActors.Runtime.Subtasks.LocalRecovery;

/// <summary>The files of one subtask's database as a checkpoint has them, on this node's disk until this is disposed, which blocks.</summary>
/// <param name="files">The files, its own from here on.</param>
/// <param name="paths">Where those lie that never change, by the names of the stored files.</param>
internal sealed class LocalCopy(DatabaseFiles files, IReadOnlyDictionary<string, string> paths) : IDisposable
{
    /// <summary>Where the copy of a stored file lies; null for one that this is no copy of.</summary>
    public string? Find(string storedFile) => paths.GetValueOrDefault(storedFile);

    public void Dispose() => files.Dispose();
}
