using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using FlowActors.Elements;
using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Exchange.InFlight;

namespace FlowActors.Runtime.Exchange;

/// <summary>
/// A channel within one ActorSystem: records by reference, through a bounded queue of batches with one producer and one consumer.
/// The queue's capacity is the channel's credits. One of them is the channel's alone, for a batch of any size. For the others its sender
/// borrows as many bytes as the batch weighs: of what all channels of the input share, or of the channel's own where they are few.
/// </summary>
/// <remarks>
/// <para>Why no wake-up is lost: a producer that finds the queue full raises <c>_producerWaits</c> and looks again; the consumer
/// takes a batch and then lowers the flag. Both sides do so with a full fence between their write and their read, so at
/// least one of them sees the other's write. What was borrowed is given back before the batch is taken. A producer that is
/// refused for lack of bytes has a batch in the channel, the one that has the channel's own credit: once that is taken it is woken, and
/// then it is not refused, whatever the other channels of the input do. So nobody waits for what others have borrowed.</para>
/// <para>Why they wake each other in lots: to wake a thread on another core costs several microseconds on either side, about
/// what a batch of plain records takes. So a consumer that sleeps is woken when half of the credits are used, when a batch
/// holds a mark, and by <see cref="BatchSender{T}.Push"/>; a producer that waits, when half of them are back. The other half
/// keeps the one busy while the other wakes up.</para>
/// <para>Why plain values are copied: where records hold no references, the array of a batch is the records. Filled in place it
/// would go from core to core and back, and the producer would wait for a cache line every few records; a copy of a block
/// fetches many lines at once, and both sides work in their own caches. A batch that several channels share stays one.</para>
/// </remarks>
internal sealed class LocalChannel<T>
{
    private readonly Slot[] _slots;
    private readonly long _bytes;
    private readonly InputBudget? _budget;
    private readonly int _half;
    private readonly IWakeable _consumer;
    private IWakeable? _producer;
    private int _producerWaits;
    private BarrierAnnouncement? _announcement;
    private ChannelPositions _positions;

    public LocalChannel(LocalSettings settings, InputBudget? budget, IWakeable consumer)
    {
        _slots = new Slot[settings.Credits];
        _half = (settings.Credits + 1) / 2;
        _bytes = settings.Bytes;
        _budget = budget;
        _consumer = consumer;
        Receiver = new ReceivingEnd(this);
    }

    public BatchReceiver<T> Receiver { get; }

    public BatchSender<T> Open(IWakeable producer, BatchPool<T> copies)
    {
        _producer = producer;
        return new SendingEnd(this, copies);
    }

    // The head first: both may move while a third thread looks, and then it sees too many rather than less than none.
    private int Waiting()
    {
        var head = Volatile.Read(ref _positions.Head);
        return (int)(Volatile.Read(ref _positions.Tail) - head);
    }

    /// <param name="Batch">What waits there.</param>
    /// <param name="Borrowed">The bytes that were borrowed for it; 0 where it has the channel's own credit.</param>
    private readonly record struct Slot(Batch<T>? Batch, int Borrowed);

    private sealed class SendingEnd(LocalChannel<T> channel, BatchPool<T> copies) : BatchSender<T>
    {
        private bool _isHeld;

        // Where the channel's own credit is in use until the head has come there.
        private long _ownUntil;

        // The borrowed bytes that were put in, in a channel that borrows of nobody else, and those of the batch that was sent last.
        private long _given;
        private int _lastBorrowed = 1;

        // Of what other channels may take as well, as many as batches like the last would take.
        public override int Credits
        {
            get
            {
                var credits = channel._slots.Length;
                if (channel._budget is null) return credits;
                var waiting = channel.Waiting();
                var own = waiting == 0 ? 1 : 0;
                return (int)Math.Min(credits, waiting + own + (channel._budget.Free / Volatile.Read(ref _lastBorrowed)));
            }
        }

        public override int CreditsInUse => channel.Waiting();

        public override bool TrySend(Batch<T> batch)
        {
            var tail = channel._positions.Tail;
            if (!TryTakeCredit(batch, tail, out var borrowed))
            {
                Interlocked.Exchange(ref channel._producerWaits, 1);
                if (!TryTakeCredit(batch, tail, out borrowed))
                {
                    // The consumer may have nothing else left to give a credit back for.
                    Push();
                    return false;
                }
            }

            var leaves = batch.MarkCount > 0 || tail + 1 - Volatile.Read(ref channel._positions.Head) >= channel._half;
            channel._slots[tail % channel._slots.Length] = new Slot(Handed(batch), borrowed);
            Volatile.Write(ref channel._positions.Tail, tail + 1);
            _isHeld = true;
            if (leaves) Push();
            return true;
        }

        private bool TryTakeCredit(Batch<T> batch, long tail, out int borrowed)
        {
            borrowed = 0;
            var head = Volatile.Read(ref channel._positions.Head);
            if (tail - head == channel._slots.Length) return false;
            if (head >= _ownUntil)
            {
                _ownUntil = tail + 1;
                return true;
            }

            borrowed = batch.Weight;
            Volatile.Write(ref _lastBorrowed, borrowed);
            if (channel._budget is { } budget) return budget.TryBorrow(borrowed);
            if (_given - Volatile.Read(ref channel._positions.Taken) + borrowed > channel._bytes) return false;
            _given += borrowed;
            return true;
        }

        private Batch<T> Handed(Batch<T> batch)
        {
            if (RuntimeHelpers.IsReferenceOrContainsReferences<T>() || batch.IsShared) return batch;
            var copy = copies.Rent();
            batch.CopyTo(copy);
            batch.Release();
            return copy;
        }

        public override void Push()
        {
            if (!_isHeld) return;
            _isHeld = false;
            channel._consumer.Wake();
        }

        // What was handed over is the receiver's to find.
        public override void Overtake(CheckpointBarrier barrier, List<Batch<T>> held)
        {
            Volatile.Write(ref channel._announcement, new BarrierAnnouncement(barrier, channel._positions.Tail));
            channel._consumer.BarrierAnnounced();
        }

        public override void Dispose()
        {
        }
    }

    private sealed class ReceivingEnd(LocalChannel<T> channel) : BatchReceiver<T>
    {
        public override int QueueLength => channel.Waiting();

        public override bool TryReceive([NotNullWhen(true)] out Batch<T>? batch)
        {
            var head = channel._positions.Head;
            // The tail first: whoever sees what was put in behind a barrier sees the barrier.
            if (head == Volatile.Read(ref channel._positions.Tail) || Volatile.Read(ref channel._announcement)?.Position <= head)
            {
                batch = null;
                return false;
            }

            ref var slot = ref channel._slots[head % channel._slots.Length];
            batch = slot.Batch!;
            var borrowed = slot.Borrowed;
            slot = default;
            if (channel._budget is null) channel._positions.Taken += borrowed;
            else if (borrowed > 0) channel._budget.Return(borrowed);
            Interlocked.Exchange(ref channel._positions.Head, head + 1);
            var waiting = Volatile.Read(ref channel._positions.Tail) - head - 1;
            if (waiting <= channel._slots.Length - channel._half && Volatile.Read(ref channel._producerWaits) != 0)
            {
                // A full fence here too: waking reads whether the producer's thread waits, and must not do so before the flag is
                // down. Else a producer that has raised it again meanwhile, and waits, would neither be seen nor find it raised.
                Interlocked.Exchange(ref channel._producerWaits, 0);
                channel._producer!.Wake();
            }

            return true;
        }

        // What lies between head and tail stays there as long as this thread takes nothing.
        public override void CopyWaiting(List<Batch<T>> target, long count)
        {
            var end = Math.Min(Volatile.Read(ref channel._positions.Tail), channel._positions.Head + count);
            for (var at = channel._positions.Head; at < end; at++) target.Add(channel._slots[at % channel._slots.Length].Batch!.Retain());
        }

        public override long Taken => channel._positions.Head;

        public override BarrierAnnouncement? TakeAnnouncement() =>
            Volatile.Read(ref channel._announcement) is null ? null : Interlocked.Exchange(ref channel._announcement, null);

        public override void Dispose()
        {
        }
    }
}
