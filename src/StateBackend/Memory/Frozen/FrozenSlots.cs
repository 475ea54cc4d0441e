using System.Runtime.ExceptionServices;

namespace FlowActors.State.Memory.Frozen;

/// <summary>
/// What a hash table of values held that are changed in place, as lists and maps are: only bytes keep them. A slot is done when the frozen state has
/// what it held, or when it held nothing; <see cref="Keep"/> saves what an element was as bytes. Writing goes over the slots once, to note by
/// key group which are not done; then, group by group, what is left of them is saved alike, sorted and written.
/// </summary>
/// <remarks>
/// All of that is cut into steps. Two things are not: a run of elements is sorted at once, and the elements of one key, a list or a map, are saved at
/// once, by whoever changes them first or by the writing.
/// </remarks>
internal abstract class FrozenSlots(KeyGroupRange groups, FrozenBuffers buffers) : FrozenTable
{
    // So many slots are read from memory side by side, as fit into a processor's nearest cache with all that is done about them.
    private const int Near = 32;

    private readonly FrozenGroup?[] _groups = new FrozenGroup?[groups.Count];
    private SlotBits _done;
    private int _walked;
    private int _warmed;
    private Exception? _failure;

    /// <summary>How many slots the table has.</summary>
    protected abstract int SlotCount { get; }

    /// <inheritdoc/>
    public sealed override void Keep(int slot)
    {
        if (!_done.Set(slot)) return;
        try
        {
            Save(slot);
        }
        catch (Exception e)
        {
            // The call that changes the element has nothing to do with it: who writes the frozen state is told.
            _failure ??= e;
        }
    }

    /// <inheritdoc/>
    public sealed override void Fill(int slot) => _done.Set(slot);

    /// <inheritdoc/>
    public sealed override SlotBits Restart()
    {
        var done = _done;
        _done = default;
        _walked = 0;
        foreach (var group in _groups) group?.ForgetSlots();
        return done;
    }

    /// <inheritdoc/>
    public sealed override bool WriteSome(int keyGroup, int number, IStateWriter writer, ref int steps)
    {
        Walk(ref steps);
        ref var group = ref _groups[keyGroup - groups.Start];
        while (group is { HasSlots: true } && steps > 0)
        {
            var slots = group.TakeSlots(Math.Min(steps, Near));
            _warmed = Warm(slots);
            foreach (var slot in slots) Keep(slot);
            steps -= slots.Length;
        }

        if (_failure is not null) ExceptionDispatchInfo.Throw(_failure);
        if (steps <= 0) return false;
        if (group is null) return true;
        if (!group.Sort(buffers.Order, ref steps) || !group.Write(buffers.Order, keyGroup, number, writer, ref steps)) return false;
        group = null;
        return true;
    }

    /// <inheritdoc/>
    public sealed override void Dispose()
    {
        LetGo();
        foreach (var group in _groups) group?.Clear();
        Array.Clear(_groups);
    }

    /// <summary>Puts the elements of a slot, if it is occupied, into their group.</summary>
    protected abstract void Save(int slot);

    /// <summary>Reads all of these slots.</summary>
    /// <returns>Anything that depends on what was read.</returns>
    protected abstract int Warm(ReadOnlySpan<int> slots);

    /// <summary>Notes which of these slots hold something and are not done.</summary>
    protected abstract void Walk(int from, int to);

    protected bool IsDone(int slot) => _done[slot];

    protected void Note(int keyGroup, int slot) => Group(keyGroup).Note(slot);

    protected FrozenGroup Group(int keyGroup) => _groups[keyGroup - groups.Start] ??= new FrozenGroup(buffers);

    private void Walk(ref int steps)
    {
        var to = Math.Min(SlotCount, _walked + steps);
        if (to <= _walked) return;
        Walk(_walked, to);
        steps -= to - _walked;
        _walked = to;
    }
}
