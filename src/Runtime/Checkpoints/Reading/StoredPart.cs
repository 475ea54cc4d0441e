using FlowActors.State;
using FlowActors.State.Snapshots.Stored;

namespace FlowActors.Runtime.Checkpoints.Reading;

/// <summary>The keyed state of some key groups in a checkpoint: its files, and its database if it has one, opened when somebody reads. Used by <see cref="StoredParts"/>.</summary>
/// <param name="keyGroups">The key groups.</param>
/// <param name="open">Opens it; blocks.</param>
internal sealed class StoredPart(KeyGroupRange keyGroups, Func<IReadOnlyList<IStoredStates>> open)
{
    private readonly Lock _gate = new();
    private IReadOnlyList<IStoredStates>? _opened;

    public KeyGroupRange KeyGroups => keyGroups;

    /// <summary>How many are about to read, or read.</summary>
    public int Users { get; set; }

    /// <summary>When it was used last; greater is later.</summary>
    public long LastUse { get; set; }

    /// <summary>Whether it is open, asked while nobody uses it.</summary>
    public bool IsOpen => _opened is not null;

    /// <summary>Reads, one after the other.</summary>
    public T Read<T>(Func<IReadOnlyList<IStoredStates>, T> read)
    {
        lock (_gate) return read(_opened ??= open());
    }

    /// <summary>Closes it while nobody uses it; the next reading opens it again.</summary>
    public void Close()
    {
        foreach (var states in _opened ?? []) states.Dispose();
        _opened = null;
    }
}
