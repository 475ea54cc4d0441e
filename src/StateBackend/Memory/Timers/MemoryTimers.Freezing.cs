using System.Buffers.Binary;
using FlowActors.State.Memory.Frozen;
using FlowActors.State.Tables;

namespace FlowActors.State.Memory.Timers;

/// <summary>Keeping what was set at an instant. Timers never change.</summary>
internal sealed partial class MemoryTimers<TKey, TNamespace, TItem>
{
    private readonly Stack<TimerSlot<TItem>[]> _blocks = [];

    // Null also where it has slots of its own.
    private FrozenTimers? _frozen;

    public IFrozenTable Freeze() => _frozen = new FrozenTimers(this);

    private sealed class FrozenTimers(MemoryTimers<TKey, TNamespace, TItem> timers)
        : FrozenPages<TimerSlot<TItem>>(timers._slots, timers._rules.Groups, timers._blocks, timers._buffers)
    {
        // Time and hash, which come first in the order of timers.
        private const int Head = sizeof(long) + sizeof(uint);

        protected override void LetGo()
        {
            if (timers._frozen == this) timers._frozen = null;
        }

        protected override void Copy(ReadOnlySpan<TimerSlot<TItem>> slots)
        {
            foreach (ref readonly var timer in slots)
            {
                if (timer.Time != Timestamps.None) CopiesOf(timers._rules.GroupOf(timer.Item.Hash(timers._keys))).Add(in timer);
            }
        }

        protected override void Save(FrozenGroup group, in TimerSlot<TItem> timer)
        {
            var bytes = group.Begin();
            // Unsigned bytes in the order of signed times.
            BinaryPrimitives.WriteInt64BigEndian(bytes.Append(sizeof(long)), timer.Time ^ long.MinValue);
            BinaryPrimitives.WriteInt32BigEndian(bytes.Append(sizeof(uint)), timer.Item.Hash(timers._keys));
            timers._keys.Serialize(bytes, timer.Item.Key);
            var ns = bytes.Position;
            timers._namespaces.Write(bytes, timer.Item.Namespace);
            var value = bytes.Position;
            bytes.WriteInt64(timer.Time);
            group.End(Head, ns, value, value);
        }
    }
}
