using System.Runtime.CompilerServices;
using FlowActors.Elements;
using FlowActors.Operators;

namespace FlowActors.Runtime.Exchange;

/// <summary>How far an input has come in one run.</summary>
internal enum InputProgress
{
    /// <summary>The quantum was over or an output became full; there may be more.</summary>
    Yielded,

    /// <summary>Nothing has arrived.</summary>
    Empty,

    /// <summary>All channels have ended.</summary>
    Ended,
}

/// <summary>What a gate tells the subtask besides records.</summary>
internal interface IGateEvents
{
    /// <summary>The barrier of a checkpoint has arrived on all channels.</summary>
    void Barrier(long checkpoint);
}

/// <summary>
/// The input of a vertex: takes batches from its channels in turn and passes their records, one by one, to the head of the
/// chain. Stops before any record when the quantum says so, also inside a batch. Used on the subtask's thread.
/// </summary>
internal sealed class InputGate<T>
{
    private readonly BatchReceiver<T>[] _channels;
    private readonly Output<T> _head;
    private readonly RunQuantum _quantum;
    private readonly IGateEvents _events;
    private readonly ExecutionCursor _cursor;
    private readonly WatermarkCombiner _watermarks;
    private readonly BarrierAlignment _barriers;
    private readonly bool[] _ended;
    private readonly RecordCheck<T>[] _checks;
    private int _open;
    private int _turn;
    private Batch<T>? _batch;
    private int _channel;
    private int _record;
    private int _mark;

    /// <param name="channels">The channels, which the caller disposes.</param>
    /// <param name="head">The head of the chain.</param>
    /// <param name="quantum">Says when to stop.</param>
    /// <param name="events">Told of barriers.</param>
    /// <param name="cursor">The chain's; null for none.</param>
    /// <param name="checks">The check of each channel's records; null or empty where they are not checked.</param>
    public InputGate(
        BatchReceiver<T>[] channels, Output<T> head, RunQuantum quantum, IGateEvents events, ExecutionCursor? cursor = null, RecordCheck<T>[]? checks = null)
    {
        _checks = checks ?? [];
        _cursor = cursor ?? new ExecutionCursor();
        _channels = channels;
        _head = head;
        _quantum = quantum;
        _events = events;
        _watermarks = new WatermarkCombiner(channels.Length);
        _barriers = new BarrierAlignment(channels.Length);
        _ended = new bool[channels.Length];
        _open = channels.Length;
    }

    /// <summary>Records of finished batches.</summary>
    public long RecordsIn { get; private set; }

    /// <summary>Batches taken from channels within this node.</summary>
    public long LocalBatchesIn { get; private set; }

    /// <summary>Batches taken from channels from other nodes.</summary>
    public long RemoteBatchesIn { get; private set; }

    /// <summary>Batches that wait in the channels.</summary>
    public int QueueLength => _channels.Sum(c => c.QueueLength);

    /// <summary>Works until the quantum is over, an output is full, or nothing is left.</summary>
    public InputProgress Run()
    {
        while (true)
        {
            if (_batch is null)
            {
                if (_open == 0) return InputProgress.Ended;
                if (_quantum.ShouldYield()) return InputProgress.Yielded;
                if (!Take()) return InputProgress.Empty;
            }

            if (!Process(_batch!)) return InputProgress.Yielded;
            RecordsIn += _batch!.Count;
            var done = _batch;
            _batch = null;
            done.Release();
        }
    }

    private bool Take()
    {
        for (var i = 0; i < _channels.Length; i++)
        {
            var channel = _turn;
            _turn = channel + 1 == _channels.Length ? 0 : channel + 1;
            if (_ended[channel] || _barriers.IsBlocked(channel) || !_channels[channel].TryReceive(out _batch)) continue;
            if (_channels[channel].IsRemote) RemoteBatchesIn++;
            else LocalBatchesIn++;
            _channel = channel;
            _record = 0;
            _mark = 0;
            return true;
        }

        return false;
    }

    private bool Process(Batch<T> batch)
    {
        var marks = batch.Marks;
        while (true)
        {
            var end = _mark < marks.Length ? marks[_mark].Position : batch.Count;
            if (!Records(batch, end)) return false;
            if (_mark == marks.Length) return true;
            if (_quantum.ShouldYield()) return false;
            Control(marks[_mark++]);
        }
    }

    private bool Records(Batch<T> batch, int end)
    {
        var hashes = batch.KeyHashes;
        _cursor.HasKeyHash = !hashes.IsEmpty;
        if (_checks.Length > 0) _record = Checked(batch, end);
        else if (!hashes.IsEmpty) _record = Hashed(batch, end);
        else if (!batch.Timestamps.IsEmpty) _record = Timestamped(batch, end);
        else _record = Plain(batch, end);
        return _record == end;
    }

    // Three loops in methods of their own, each small enough for the JIT to inline the chain into it and to keep what it needs in
    // registers; inlined into its caller it would not be.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private int Plain(Batch<T> batch, int end)
    {
        var values = batch.Values;
        var quantum = _quantum;
        var head = _head;
        var i = _record;
        while (i < end && quantum.Grant(end - i) is var granted and > 0)
        {
            for (var stop = i + granted; i < stop && !quantum.IsRaised; i++) head.Collect(values[i], Timestamps.None);
        }

        return i;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int Timestamped(Batch<T> batch, int end)
    {
        var values = batch.Values;
        var timestamps = batch.Timestamps;
        var quantum = _quantum;
        var head = _head;
        var i = _record;
        while (i < end && quantum.Grant(end - i) is var granted and > 0)
        {
            for (var stop = i + granted; i < stop && !quantum.IsRaised; i++) head.Collect(values[i], timestamps[i]);
        }

        return i;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int Hashed(Batch<T> batch, int end)
    {
        var values = batch.Values;
        var timestamps = batch.Timestamps;
        var hashes = batch.KeyHashes;
        var cursor = _cursor;
        var quantum = _quantum;
        var head = _head;
        var i = _record;
        while (i < end && quantum.Grant(end - i) is var granted and > 0)
        {
            for (var stop = i + granted; i < stop && !quantum.IsRaised; i++)
            {
                cursor.KeyHash = hashes[i];
                head.Collect(values[i], timestamps.IsEmpty ? Timestamps.None : timestamps[i]);
            }
        }

        return i;
    }

    private int Checked(Batch<T> batch, int end)
    {
        var check = _checks[_channel];
        var i = _record;
        for (; i < end && !_quantum.ShouldYield(); i++)
        {
            var value = batch.Values[i];
            // Should it have been changed, it is told as the head's failure: the chain behind has run since the last record.
            _cursor.ChainIndex = 0;
            // What came as bytes is new, and nobody else's.
            var print = batch.Prints.IsEmpty ? check.Print(value) : batch.Prints[i];
            if (!batch.Prints.IsEmpty) check.OnArrival(value, print);
            if (_cursor.HasKeyHash) _cursor.KeyHash = batch.KeyHashes[i];
            _head.Collect(value, batch.Timestamps.IsEmpty ? Timestamps.None : batch.Timestamps[i]);
            _cursor.ChainIndex = 0;
            check.OnReturn(value, print);
        }

        return i;
    }

    private void Control(ControlMark mark)
    {
        switch (mark.Kind)
        {
            case ControlKind.Watermark:
                Emit(_watermarks.Watermark(_channel, mark.Value));
                break;
            case ControlKind.Idle:
                Status(() => Emit(_watermarks.Idle(_channel)));
                break;
            case ControlKind.Active:
                Status(() => _watermarks.Active(_channel));
                break;
            case ControlKind.Barrier:
                if (_barriers.Barrier(_channel, mark.Value) is { } checkpoint) _events.Barrier(checkpoint);
                break;
            case ControlKind.EndOfInput:
                End();
                break;
            default:
                throw new InvalidOperationException($"A control mark of the unknown kind {mark.Kind} arrived.");
        }
    }

    /// <summary>An ended channel counts as aligned and as the highest watermark.</summary>
    private void End()
    {
        _ended[_channel] = true;
        _open--;
        Status(() => _watermarks.Active(_channel));
        Emit(_watermarks.Watermark(_channel, Timestamps.MaxWatermark));
        if (_barriers.Ended(_channel) is { } checkpoint) _events.Barrier(checkpoint);
    }

    private void Status(Action change)
    {
        var before = _watermarks.IsActive;
        change();
        if (_watermarks.IsActive != before) _head.Status(_watermarks.IsActive);
    }

    private void Emit(long? watermark)
    {
        if (watermark is { } risen) _head.Watermark(risen);
    }
}
