namespace FlowActors.State.Memory.Frozen;

/// <summary>
/// What a hash table held whose entries are replaced, never changed in place: copies of them keep it. A page of slots is copied by key group before
/// the first of them changes; writing begins with the pages that are left. From then on, or from when the table takes other slots and leaves these,
/// nobody has to tell the frozen state anything. Then, group by group, the copies become bytes, are sorted and written.
/// </summary>
/// <param name="slots">The slots of the table; it changes none that it has not said.</param>
/// <param name="groups">The key groups that live here.</param>
/// <param name="blocks">What copies lie in, before and after.</param>
/// <param name="buffers">What bytes lie in, before and after.</param>
internal abstract class FrozenPages<TEntry>(TEntry[] slots, KeyGroupRange groups, Stack<TEntry[]> blocks, FrozenBuffers buffers) : FrozenTable
    where TEntry : struct
{
    // A page takes about a microsecond: each element that changes right after a barrier waits for one.
    private const int PageShift = 7;
    private const int PageLength = 1 << PageShift;

    private BlockList<TEntry>?[] _copies = [];
    private SlotBits _done;
    private int _left = (slots.Length + PageLength - 1) >> PageShift;
    private int _walked;
    private FrozenGroup? _group;
    private int _saved;

    /// <inheritdoc/>
    public sealed override void Keep(int slot)
    {
        var page = slot >> PageShift;
        if (!_done.Set(page)) return;
        Copy(slots.AsSpan(page << PageShift, Math.Min(PageLength, slots.Length - (page << PageShift))));
        if (--_left == 0) LetGo();
    }

    /// <inheritdoc/>
    public sealed override void Fill(int slot) => Keep(slot);

    /// <inheritdoc/>
    public sealed override SlotBits Restart()
    {
        LetGo();
        return default;
    }

    /// <inheritdoc/>
    public sealed override bool WriteSome(int keyGroup, int number, IStateWriter writer, ref int steps)
    {
        Walk(ref steps);
        if (steps <= 0) return false;
        if (_copies.Length == 0 || _copies[keyGroup - groups.Start] is not { } copies) return true;
        _group ??= new FrozenGroup(buffers);
        for (; _saved < copies.Count; _saved++)
        {
            if (steps-- <= 0) return false;
            Save(_group, in copies[_saved]);
        }

        if (!_group.Sort(buffers.Order, ref steps) || !_group.Write(buffers.Order, keyGroup, number, writer, ref steps)) return false;
        copies.Clear();
        (_copies[keyGroup - groups.Start], _group, _saved) = (null, null, 0);
        return true;
    }

    /// <inheritdoc/>
    public sealed override void Dispose()
    {
        LetGo();
        _group?.Clear();
        foreach (var copies in _copies) copies?.Clear();
        _copies = [];
    }

    /// <summary>Adds what these slots hold to the copies of its groups.</summary>
    protected abstract void Copy(ReadOnlySpan<TEntry> slots);

    /// <summary>Puts the elements of an entry, as bytes, into their group.</summary>
    protected abstract void Save(FrozenGroup group, in TEntry entry);

    /// <summary>Where the copies of a key group go.</summary>
    protected BlockList<TEntry> CopiesOf(int keyGroup)
    {
        if (_copies.Length == 0) _copies = new BlockList<TEntry>?[groups.Count];
        return _copies[keyGroup - groups.Start] ??= new BlockList<TEntry>(blocks);
    }

    private void Walk(ref int steps)
    {
        for (; steps > 0 && _walked < slots.Length; _walked += PageLength, steps -= PageLength) Keep(_walked);
    }
}
