using System.Buffers.Binary;
using FlowActors.State.Memory.Frozen;
using FlowActors.State.Tables;

namespace FlowActors.State.Memory.Timers;

/// <summary>
/// Keeping what was set at an instant. Timers never change: where the table gets other slots, the old ones are left to the frozen state, and nobody
/// has to tell it any more.
/// </summary>
internal sealed partial class MemoryTimers<TKey, TNamespace, TItem>
{
    // Null also where it has slots of its own.
    private FrozenTimers? _frozen;

    public IFrozenTable Freeze() => _frozen = new FrozenTimers(this);

    private sealed class FrozenTimers(MemoryTimers<TKey, TNamespace, TItem> timers) : FrozenSlots(timers._rules.Groups)
    {
        // Time and hash, which come first in the order of timers.
        private const int Head = sizeof(long) + sizeof(uint);

        private readonly TimerSlot<TItem>[] _slots = timers._slots;

        protected override int SlotCount => _slots.Length;

        public override void Dispose()
        {
            if (timers._frozen == this) timers._frozen = null;
        }

        protected override void Save(int slot)
        {
            ref readonly var timer = ref _slots[slot];
            if (timer.Time == Timestamps.None) return;
            var hash = timer.Item.Hash(timers._keys);
            var group = Group(timers._rules.GroupOf(hash));
            var bytes = group.Begin();
            // Unsigned bytes in the order of signed times.
            BinaryPrimitives.WriteInt64BigEndian(bytes.Append(sizeof(long)), timer.Time ^ long.MinValue);
            BinaryPrimitives.WriteInt32BigEndian(bytes.Append(sizeof(uint)), hash);
            timers._keys.Serialize(bytes, timer.Item.Key);
            var ns = bytes.Position;
            timers._namespaces.Write(bytes, timer.Item.Namespace);
            var value = bytes.Position;
            bytes.WriteInt64(timer.Time);
            group.End(Head, ns, value, value);
        }

        protected override int Warm(ReadOnlySpan<int> slots)
        {
            var read = 0L;
            foreach (var slot in slots) read ^= _slots[slot].Time;
            return (int)read;
        }

        protected override void Walk(int from, int to)
        {
            for (var slot = from; slot < to; slot++)
            {
                if (_slots[slot].Time != Timestamps.None && !IsDone(slot)) Note(timers._rules.GroupOf(_slots[slot].Item.Hash(timers._keys)), slot);
            }
        }
    }
}
