using FlowActors.Runtime.Checkpoints.Storage;

namespace FlowActors.Runtime.Checkpoints.Restoring;

/// <summary>Copies of stored files that a node has on its own disk. Thread-safe.</summary>
internal interface ILocalCopies
{
    /// <summary>Brings a stored file to a path from its copy: by a link, or where the disk has none by copying. Blocks.</summary>
    /// <param name="job">Whose it is.</param>
    /// <param name="stored">The stored file, which never changes.</param>
    /// <param name="path">Where nothing lies yet.</param>
    /// <returns>False, and nothing lies there, where there is no copy that is whole.</returns>
    /// <exception cref="IOException">The path cannot be written.</exception>
    bool TryBring(JobId job, StateHandle stored, string path);

    /// <summary>Gives a database itself where it has stayed open, just as a checkpoint has it; the caller's from then on.</summary>
    /// <param name="job">Whose it is.</param>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <param name="database">What tells it from others in the checkpoint.</param>
    /// <returns>Null where there is none, or another one has taken it.</returns>
    IDisposable? TryTakeOpen(JobId job, long checkpoint, string database);
}
