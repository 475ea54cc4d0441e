using FlowActors.Runtime.Subtasks.Deployment;

namespace FlowActors.Runtime.Subtasks.LocalRecovery;

/// <summary>
/// Which copies of a job are kept: of the last checkpoint that is known to be complete, and of later ones that may yet be. Pure; what is to
/// be disposed is handed out.
/// </summary>
internal sealed class CopiesOfJob
{
    private readonly HashSet<AttemptId> _attempts = [];
    private readonly List<(long Checkpoint, LocalCopy Copy)> _copies = [];
    private long _completed;

    /// <summary>Whether no attempt of the job has subtasks here.</summary>
    public bool IsIdle => _attempts.Count == 0;

    /// <summary>An attempt begins with a checkpoint of the job; null for with none of them. Copies of others are of no use any more.</summary>
    public IReadOnlyList<LocalCopy> Begin(AttemptId attempt, long? checkpoint)
    {
        _attempts.Add(attempt);
        _completed = checkpoint ?? 0;
        return Remove(kept => kept != checkpoint);
    }

    /// <summary>Nothing of an attempt runs here any more.</summary>
    public void End(AttemptId attempt) => _attempts.Remove(attempt);

    /// <summary>Takes a copy of a checkpoint that may become complete, unless nothing of the attempt runs here any more.</summary>
    /// <returns>Whether it was taken.</returns>
    public bool TryKeep(AttemptId attempt, long checkpoint, LocalCopy copy)
    {
        // One that comes late belongs to nothing that anybody begins with.
        if (!_attempts.Contains(attempt) || checkpoint < _completed) return false;
        _copies.Add((checkpoint, copy));
        return true;
    }

    /// <summary>A checkpoint is complete: those before it are of no use any more.</summary>
    public IReadOnlyList<LocalCopy> Completed(long checkpoint)
    {
        _completed = Math.Max(_completed, checkpoint);
        return Remove(kept => kept < _completed);
    }

    /// <summary>A checkpoint is aborted, and all before it but the last complete one and those that go on.</summary>
    public IReadOnlyList<LocalCopy> Aborted(long checkpoint, IReadOnlyList<long> underWay) =>
        Remove(kept => kept <= checkpoint && kept > _completed && !underWay.Contains(kept));

    /// <summary>All of them.</summary>
    public IReadOnlyList<LocalCopy> Clear() => Remove(_ => true);

    /// <summary>Where a copy of a stored file lies; null where there is none.</summary>
    public string? Find(string storedFile)
    {
        foreach (var (_, copy) in _copies)
        {
            if (copy.Find(storedFile) is { } path) return path;
        }

        return null;
    }

    /// <summary>A database that has stayed open as a checkpoint has it; null where there is none.</summary>
    public IDisposable? TryTakeOpen(long checkpoint, string database)
    {
        foreach (var (kept, copy) in _copies)
        {
            if (kept == checkpoint && copy.TryTakeOpen(database) is { } open) return open;
        }

        return null;
    }

    private List<LocalCopy> Remove(Func<long, bool> isOver)
    {
        var over = _copies.Where(kept => isOver(kept.Checkpoint)).Select(kept => kept.Copy).ToList();
        _copies.RemoveAll(kept => isOver(kept.Checkpoint));
        return over;
    }
}
