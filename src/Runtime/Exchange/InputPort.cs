using System.Runtime.CompilerServices;
using FlowActors.Elements;
using FlowActors.Graph;
using FlowActors.Operators;
using FlowActors.Runtime.Exchange.InFlight;

namespace FlowActors.Runtime.Exchange;

/// <summary>Where an input has stopped in the batch at hand.</summary>
internal enum PortStop
{
    /// <summary>Behind a record: the quantum was over, an output became full, or no more was asked for.</summary>
    Record,

    /// <summary>Before a control mark.</summary>
    Mark,

    /// <summary>At the end of the batch, which is given back; the input has none at hand any more.</summary>
    BatchEnd,
}

/// <summary>
/// One numbered input of a subtask: takes batches from its channels and passes their records, one by one, to its operator. What the
/// control marks mean, and from which channel the next batch comes, the <see cref="InputGate"/> knows.
/// </summary>
internal abstract class InputPort
{
    /// <summary>How many channels it has.</summary>
    public abstract int ChannelCount { get; }

    /// <summary>The channel of the batch at hand, from 0 within this input.</summary>
    public int Channel { get; protected set; }

    /// <summary>True while a batch is at hand, of which a part may have been processed.</summary>
    public abstract bool HasBatch { get; }

    /// <summary>Records of finished batches.</summary>
    public long RecordsIn { get; protected set; }

    /// <summary>Records that were given to the operator, with the one that it has at hand; on the subtask's thread.</summary>
    public abstract long RecordsGiven { get; }

    /// <summary>Batches taken from channels within this node.</summary>
    public long LocalBatchesIn { get; protected set; }

    /// <summary>Batches taken from channels from other nodes.</summary>
    public long RemoteBatchesIn { get; protected set; }

    /// <summary>Batches that wait in the channels.</summary>
    public abstract int QueueLength { get; }

    /// <summary>Takes the next batch of a channel; only when none is at hand.</summary>
    public abstract bool TryTake(int channel);

    /// <summary>Processes the batch at hand.</summary>
    /// <param name="recordsMax">How many records at most.</param>
    public abstract PortStop Advance(int recordsMax = int.MaxValue);

    /// <summary>The control mark that it has stopped before, which is passed with that.</summary>
    public abstract ControlMark TakeMark();

    /// <summary>Whether all of a channel has been read that comes before a position, what was put back among it.</summary>
    public abstract bool HasReadTo(int channel, long position);

    /// <summary>The latest barrier that has overtaken what is under way on a channel; null when none has since this was last asked.</summary>
    public abstract BarrierAnnouncement? TakeAnnouncement(int channel);

    /// <summary>
    /// What of a channel lies before its barrier: the rest of the batch at hand, what was put back, and all that is taken until the barrier comes
    /// or <see cref="EndRecording(int, BarrierAnnouncement)"/> says where it is. Nothing is taken by this.
    /// </summary>
    /// <param name="channel">The channel, from 0 within this input.</param>
    /// <param name="checkpoint">The barrier's number.</param>
    public abstract ChannelRecording Record(int channel, long checkpoint);

    /// <summary>A barrier has overtaken what waits in a channel: what is before it is recorded.</summary>
    /// <returns>False when nothing is recorded for it.</returns>
    public abstract bool EndRecording(int channel, BarrierAnnouncement announcement);

    /// <summary>A channel has ended: nothing more will be recorded of it.</summary>
    public abstract void EndRecording(int channel);

    /// <summary>Puts back what was under way on a channel, before anything is taken from it.</summary>
    public abstract void Restore(int channel, ChannelData data);

    /// <summary>What is left of what was put back before all channels, in order, with the edges that it came by.</summary>
    public abstract IEnumerable<(JobEdge Edge, ChannelData Data)> CopyAhead();

    /// <summary>Puts back what was under way to other subtasks: records that are taken before those of all channels.</summary>
    public abstract void RestoreAhead(JobEdge edge, ChannelData data);
}

/// <param name="channels">The channels, which the caller disposes.</param>
/// <param name="target">Takes the records.</param>
/// <param name="quantum">Says when to stop.</param>
/// <param name="cursor">The chain's; null for none.</param>
/// <param name="checks">The check of each channel's records; null or empty where they are not checked.</param>
internal sealed class InputPort<T>(
    BatchReceiver<T>[] channels, Input<T> target, RunQuantum quantum, ExecutionCursor? cursor = null, RecordCheck<T>[]? checks = null) : InputPort
{
    private readonly Input<T> _target = target;
    private readonly RunQuantum _quantum = quantum;
    private readonly ExecutionCursor _cursor = cursor ?? new ExecutionCursor();
    private readonly RecordCheck<T>[] _checks = checks ?? [];
    private readonly Queue<Batch<T>>?[] _restored = new Queue<Batch<T>>?[channels.Length];
    private readonly ChannelRecording<T>?[] _recordings = new ChannelRecording<T>?[channels.Length];
    private readonly Queue<(JobEdge Edge, Batch<T> Batch)> _ahead = [];
    private JobEdge? _aheadBy;
    private Batch<T>? _batch;
    private int _record;
    private int _mark;

    public override int ChannelCount => channels.Length;

    public override bool HasBatch => _batch is not null;

    public override long RecordsGiven => RecordsIn + (_batch is null ? 0 : _record);

    public override int QueueLength => channels.Sum(c => c.QueueLength);

    public override bool TryTake(int channel)
    {
        if (!TryTakeAhead() && !TryTakeRestored(channel))
        {
            if (!channels[channel].TryReceive(out _batch)) return false;
            if (channels[channel].IsRemote) RemoteBatchesIn++;
            else LocalBatchesIn++;
            _recordings[channel]?.Add(_batch);
        }

        Channel = channel;
        _record = 0;
        _mark = 0;
        return true;
    }

    public override PortStop Advance(int recordsMax)
    {
        var batch = _batch!;
        var first = _record;
        var marks = batch.Marks;
        var end = _mark < marks.Length ? marks[_mark].Position : batch.Count;
        if (!Records(batch, (int)Math.Min((long)_record + recordsMax, end)) || _record < end || _record - first == recordsMax) return PortStop.Record;
        if (_mark < marks.Length) return PortStop.Mark;
        RecordsIn += batch.Count;
        _batch = null;
        batch.Release();
        return PortStop.BatchEnd;
    }

    public override ControlMark TakeMark() => _batch!.Marks[_mark++];

    public override bool HasReadTo(int channel, long position) =>
        channels[channel].Taken >= position && _restored[channel] is not { Count: > 0 } && !(_batch is not null && Channel == channel && _aheadBy is null);

    public override BarrierAnnouncement? TakeAnnouncement(int channel) => channels[channel].TakeAnnouncement();

    public override ChannelRecording Record(int channel, long checkpoint)
    {
        _recordings[channel]?.End();
        var recording = new ChannelRecording<T>(checkpoint);
        if (_batch is not null && Channel == channel && _aheadBy is null) recording.AddOwn(_batch.Rest(_record, _mark));
        foreach (var batch in _restored[channel] ?? []) recording.Add(batch);
        _recordings[channel] = recording;
        return recording;
    }

    public override bool EndRecording(int channel, BarrierAnnouncement announcement)
    {
        if (_recordings[channel] is not { } recording || !recording.IsOf(announcement.Barrier.Checkpoint)) return false;
        recording.EndAt(channels[channel], announcement.Position);
        _recordings[channel] = null;
        return true;
    }

    public override void EndRecording(int channel) => _recordings[channel]?.End();

    public override void Restore(int channel, ChannelData data)
    {
        var restored = _restored[channel] ??= [];
        foreach (var batch in ((ChannelData<T>)data).Batches) restored.Enqueue(batch.ToPutBack());
    }

    public override IEnumerable<(JobEdge Edge, ChannelData Data)> CopyAhead()
    {
        if (_batch is not null && _aheadBy is not null) yield return (_aheadBy, new ChannelData<T>([_batch.Rest(_record, _mark)]));
        foreach (var (edge, batch) in _ahead) yield return (edge, new ChannelData<T>([batch.Retain()]));
    }

    public override void RestoreAhead(JobEdge edge, ChannelData data)
    {
        foreach (var batch in ((ChannelData<T>)data).Batches) _ahead.Enqueue((edge, batch.Retain()));
    }

    private bool TryTakeAhead()
    {
        if (!_ahead.TryDequeue(out var ahead))
        {
            _aheadBy = null;
            return false;
        }

        (_aheadBy, _batch) = ahead;
        return true;
    }

    private bool TryTakeRestored(int channel)
    {
        if (_restored[channel] is not { } restored) return false;
        if (restored.TryDequeue(out _batch)) return true;
        _restored[channel] = null;
        return false;
    }

    private bool Records(Batch<T> batch, int end)
    {
        if (_record == end) return true;
        var hashes = batch.KeyHashes;
        if (hashes.IsEmpty) _cursor.KeyHash.Clear();
        if (_checks.Length > 0) _record = Checked(batch, end);
        else if (!hashes.IsEmpty) _record = Hashed(batch, end);
        else if (!batch.Timestamps.IsEmpty) _record = Timestamped(batch, end);
        else _record = Plain(batch, end);
        return _record == end;
    }

    // Three loops in methods of their own, each small enough for the JIT to inline the chain into it and to keep what it needs in
    // registers; inlined into its caller it would not be. What they write for each record is read where one throws.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private int Plain(Batch<T> batch, int end)
    {
        var values = batch.Values;
        var quantum = _quantum;
        var target = _target;
        var i = _record;
        while (i < end && quantum.Grant(end - i) is var granted and > 0)
        {
            for (var stop = i + granted; i < stop && !quantum.IsRaised; i++)
            {
                _record = i + 1;
                target.Collect(values[i], Timestamps.None);
            }
        }

        return i;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int Timestamped(Batch<T> batch, int end)
    {
        var values = batch.Values;
        var timestamps = batch.Timestamps;
        var quantum = _quantum;
        var target = _target;
        var i = _record;
        while (i < end && quantum.Grant(end - i) is var granted and > 0)
        {
            for (var stop = i + granted; i < stop && !quantum.IsRaised; i++)
            {
                _record = i + 1;
                target.Collect(values[i], timestamps[i]);
            }
        }

        return i;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int Hashed(Batch<T> batch, int end)
    {
        var values = batch.Values;
        var timestamps = batch.Timestamps;
        var hashes = batch.KeyHashes;
        var keyHash = _cursor.KeyHash;
        var quantum = _quantum;
        var target = _target;
        var i = _record;
        while (i < end && quantum.Grant(end - i) is var granted and > 0)
        {
            for (var stop = i + granted; i < stop && !quantum.IsRaised; i++)
            {
                _record = i + 1;
                keyHash.Set(hashes[i]);
                target.Collect(values[i], timestamps.IsEmpty ? Timestamps.None : timestamps[i]);
            }
        }

        return i;
    }

    private int Checked(Batch<T> batch, int end)
    {
        var check = _checks[Channel];
        var i = _record;
        for (; i < end && !_quantum.ShouldYield(); i++)
        {
            var value = batch.Values[i];
            _record = i + 1;
            // Should it have been changed, it is told as the head's failure: the chain behind has run since the last record.
            _cursor.ChainIndex = 0;
            // What came as bytes is new, and nobody else's.
            var print = batch.Prints.IsEmpty ? check.Print(value) : batch.Prints[i];
            if (!batch.Prints.IsEmpty) check.OnArrival(value, print);
            if (!batch.KeyHashes.IsEmpty) _cursor.KeyHash.Set(batch.KeyHashes[i]);
            _target.Collect(value, batch.Timestamps.IsEmpty ? Timestamps.None : batch.Timestamps[i]);
            _cursor.ChainIndex = 0;
            check.OnReturn(value, print);
        }

        return i;
    }
}
