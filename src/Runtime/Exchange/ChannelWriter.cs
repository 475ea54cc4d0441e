using System.Runtime.CompilerServices;
using FlowActors.Elements;
using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Exchange.InFlight;

namespace FlowActors.Runtime.Exchange;

/// <summary>The untyped side of <see cref="ChannelWriter{T}"/>.</summary>
internal abstract class ChannelWriter : IDisposable
{
    /// <summary>The credits of the channel that are in use or could be now; from any thread.</summary>
    public abstract int Credits { get; }

    /// <summary>Batches handed over whose credit is not back yet; from any thread.</summary>
    public abstract int CreditsInUse { get; }

    /// <summary>Closes the open batch if it holds something.</summary>
    public abstract void Flush();

    /// <summary>Closes the open batch, and all others of the subtask, with the next record; from any thread.</summary>
    public abstract void Hasten();

    /// <summary>Lets go what was closed and waits for more to leave with it.</summary>
    public abstract void Push();

    /// <summary>Sends what is in overdraft, as far as there are credits.</summary>
    public abstract void Drain();

    /// <summary>
    /// A barrier overtakes what is under way at this end: handed over and not yet gone, in overdraft, open. Nothing is taken.
    /// </summary>
    /// <param name="barrier">The barrier, which the receiver hears of at once.</param>
    /// <param name="isMarked">True when its mark was written before: then what stands before that is given.</param>
    public abstract ChannelData Overtake(CheckpointBarrier barrier, bool isMarked);

    /// <summary>Whether the mark of a barrier has left, with all before it.</summary>
    /// <param name="checkpoint">The barrier's number; null where all must have left.</param>
    public abstract bool HasLeft(long? checkpoint);

    /// <summary>Puts back what another writer of the channel had under way, before the first record.</summary>
    public abstract void Restore(ChannelData data);

    public abstract void Dispose();
}

/// <summary>
/// Fills one open batch for one channel and hands it over when it is full. A batch for which the channel has no credit waits
/// in overdraft, in order.
/// </summary>
internal sealed class ChannelWriter<T> : ChannelWriter
{
    private readonly BatchSender<T> _sender;
    private readonly OutputGroup _group;
    private readonly Queue<Batch<T>> _overdraft = new();
    private OpenBatch<T> _open;

    public ChannelWriter(BatchSender<T> sender, BatchPool<T> pool, OutputGroup group, BatchSizer<T> sizer)
    {
        _sender = sender;
        _group = group;
        _open = new OpenBatch<T>(pool, sizer, group);
        group.Add(this);
    }

    public override int Credits => _sender.Credits;

    public override int CreditsInUse => _sender.CreditsInUse;

    /// <summary>Adds a record without a timestamp, on a channel that has had no other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(in T value)
    {
        _open.Batch.Append(in value);
        if (_open.MustLook) Look();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(in T value, long timestamp)
    {
        _open.Batch.Add(in value, timestamp);
        if (_open.MustLook) Look();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(in T value, long timestamp, int keyHash)
    {
        _open.Batch.Add(in value, timestamp, keyHash);
        if (_open.MustLook) Look();
    }

    /// <summary>Notes the print of the record that is added next; on a channel where all have one.</summary>
    public void Print(int print) => _open.Batch.Print(print);

    /// <summary>Marks travel with the next batch, but nothing may follow a barrier or the end of input in theirs.</summary>
    public void Mark(ControlKind kind, long value)
    {
        _open.Batch.Mark(kind, value);
        if (kind is ControlKind.Barrier or ControlKind.EndOfInput) Close();
    }

    public override void Flush()
    {
        if (!_open.Batch.IsEmpty) Close();
        else _open.CancelHaste();
        _sender.Push();
    }

    public override void Hasten() => _open.Hasten();

    /// <summary>Whoever has asked for what is open gets it in another way.</summary>
    public void CancelHaste() => _open.CancelHaste();

    public override void Push() => _sender.Push();

    /// <summary>Sends a batch that others send too; it goes behind what is open here.</summary>
    public void SendShared(Batch<T> batch)
    {
        if (!_open.Batch.IsEmpty) Close();
        Send(batch);
    }

    public override void Drain()
    {
        while (_overdraft.TryPeek(out var batch))
        {
            var count = batch.Count;
            if (!_sender.TrySend(batch)) return;
            _overdraft.Dequeue();
            _group.OverdraftRemoved();
            _group.Sent(count);
        }
    }

    public override ChannelData Overtake(CheckpointBarrier barrier, bool isMarked)
    {
        var batches = new List<Batch<T>>();
        _sender.Overtake(barrier, batches);
        // The first in overdraft was refused last, perhaps after a piece of it had left.
        var sent = _sender.SentOfRefused;
        foreach (var batch in _overdraft)
        {
            batches.Add(sent > 0 ? batch.Rest(sent, MarksBefore(batch, sent)) : batch.Retain());
            sent = 0;
        }

        if (!_open.Batch.IsEmpty) batches.Add(_open.Batch.Rest(0, 0));
        var data = new ChannelData<T>(batches);
        if (isMarked) data.CutAt(barrier.Checkpoint);
        return data;
    }

    public override bool HasLeft(long? checkpoint)
    {
        if (_sender.HoldsBack) return false;
        return checkpoint is { } number ? _overdraft.All(b => ChannelData<T>.BarrierIn(b, number) < 0) : _overdraft.Count == 0;
    }

    // In overdraft, from where it leaves as there are credits: whatever comes next waits behind it.
    public override void Restore(ChannelData data)
    {
        foreach (var batch in ((ChannelData<T>)data).Batches)
        {
            _overdraft.Enqueue(batch.ToPutBack());
            _group.OverdraftRestored();
        }
    }

    public override void Dispose()
    {
        _overdraft.Clear();
        _sender.Dispose();
    }

    private static int MarksBefore(Batch<T> batch, int record)
    {
        var marks = 0;
        while (marks < batch.MarkCount && batch.Marks[marks].Position < record) marks++;
        return marks;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Look()
    {
        if (_open.MayClose()) Close();
    }

    private void Close()
    {
        Send(_open.Close());
        _open.Settle();
    }

    private void Send(Batch<T> batch)
    {
        try
        {
            var count = batch.Count;
            if (_overdraft.Count == 0 && _sender.TrySend(batch))
            {
                _group.Sent(count);
                return;
            }

            _overdraft.Enqueue(batch);
            _group.OverdraftAdded();
        }
        catch (Exception e)
        {
            _group.WriterFailed(e);
            throw;
        }
    }
}
