using System.Runtime.CompilerServices;
using FlowActors.State.Memory.Frozen;
using FlowActors.State.Tables;

namespace FlowActors.State.Memory.Tables;

/// <summary>
/// Keeping what was there at an instant. While no frozen state has to be told, that costs one comparison with a field for each change.
/// </summary>
internal sealed partial class MemoryTable<TKey, TNamespace, TValue>
{
    // A checkpoint's copies lie in those of the one before: memory that has survived a collection of the garbage is dear to get.
    private readonly Stack<Entry<TKey, TNamespace, TValue>[]> _blocks = [];
    private FrozenTable? _frozen;

    public IFrozenTable Freeze()
    {
        if (_frozen is not null)
            throw new InvalidOperationException($"State '{_settings.Name}' of operator '{_rules.OperatorName}' is frozen already.");
        return _frozen = _form.IsKeptByCopy ? new CopiedEntries(this) : new SavedEntries(this);
    }

    /// <summary>What <see cref="TryGet"/> has found last is about to be changed in place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void KeepRead()
    {
        if (_frozen is not null) Keep(ref _entries[_lastRead]);
    }

    /// <summary>An element of what <see cref="TryGet"/> has found last is handed out, and may be changed in place if its type allows that.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void KeepReadElements()
    {
        if (_frozen is not null && _form.ElementsChange) Keep(ref _entries[_lastRead]);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Keep(ref Entry<TKey, TNamespace, TValue> entry) => _frozen!.Keep(SlotOf(ref entry));

    private void LetGo(FrozenTable frozen)
    {
        if (_frozen == frozen) _frozen = null;
    }

    /// <summary>Values that nobody changes in place.</summary>
    private sealed class CopiedEntries(MemoryTable<TKey, TNamespace, TValue> table)
        : FrozenPages<Entry<TKey, TNamespace, TValue>>(table._entries, table._rules.Groups, table._blocks, table._buffers)
    {
        protected override void LetGo() => table.LetGo(this);

        protected override void Copy(ReadOnlySpan<Entry<TKey, TNamespace, TValue>> slots)
        {
            foreach (ref readonly var entry in slots)
            {
                if (entry.Occupied) CopiesOf(table._rules.GroupOf(entry.Hash)).Add(in entry);
            }
        }

        protected override void Save(FrozenGroup group, in Entry<TKey, TNamespace, TValue> entry) => table._form.Save(group, in entry);
    }

    /// <summary>Values that are changed in place.</summary>
    private sealed class SavedEntries(MemoryTable<TKey, TNamespace, TValue> table) : FrozenSlots(table._rules.Groups, table._buffers)
    {
        protected override int SlotCount => table._entries.Length;

        protected override void LetGo() => table.LetGo(this);

        protected override void Save(int slot)
        {
            ref readonly var entry = ref table._entries[slot];
            if (entry.Occupied) table._form.Save(Group(table._rules.GroupOf(entry.Hash)), in entry);
        }

        protected override int Warm(ReadOnlySpan<int> slots)
        {
            var (entries, read) = (table._entries, 0);
            foreach (var slot in slots) read ^= entries[slot].Hash;
            return read;
        }

        protected override void Walk(int from, int to)
        {
            var entries = table._entries;
            for (var slot = from; slot < to; slot++)
            {
                if (entries[slot].Occupied && !IsDone(slot)) Note(table._rules.GroupOf(entries[slot].Hash), slot);
            }
        }
    }
}
