using FlowActors.Functions;
using FlowActors.State;

namespace FlowActors.Operators;

/// <summary>
/// Gives the records of a stream new timestamps and the stream new watermarks. What comes before says nothing of event time any more, but for
/// its end; whether that is idle is not asked either, as in Flink: its records say so.
/// </summary>
internal sealed class WatermarksOperator<T>(WatermarkStrategy<T> strategy) : OneInputOperator<T, T>, IDeclaresState
{
    private EventTimeCombiner? _eventTime;
    private StreamClock<T>? _clock;
    private InputIdleness? _idleness;
    private ProcessingTimeAlarm? _alarm;
    private IOperatorListState<EventTimeState>? _state;
    private long _interval;
    private long _periodicDue = long.MaxValue;
    private bool _hasRecords;
    private bool _isOwing;

    public override void Open()
    {
        _state = GetState();
        _eventTime = new EventTimeCombiner(EventTime);
        _alarm = new ProcessingTimeAlarm(Context, Ring);
        _interval = Math.Max(1, (long)Context.WatermarkInterval.TotalMilliseconds);
        _idleness = InputIdleness.Of(strategy.Idleness, _alarm.Now);
        _clock = new StreamClock<T>(Context, strategy, _eventTime, FlushBehindRecord, Restored(), notesRecords: false);
        _eventTime.Flush();
        // What had not been said before the snapshot is due at the same time as without it.
        _hasRecords = true;
        Arm();
    }

    public void DeclareState() => GetState();

    public override void Collect(T value, long timestamp)
    {
        if (_clock!.IsAtRest | _isOwing) Begin();
        Enter();
        timestamp = _clock.Assign(value, timestamp);
        Output.Collect(value, timestamp);
        _clock.OnEvent(value, timestamp);
    }

    public override void Watermark(long timestamp)
    {
        if (timestamp != Timestamps.MaxWatermark) return;
        _alarm!.Dispose();
        Flush();
        _eventTime!.EndAll();
    }

    public override void Status(bool active)
    {
    }

    public override Progress Resume()
    {
        Flush();
        return Progress.Done;
    }

    public override void Snapshot(long checkpointId) => _state!.Update([_clock!.Snapshot(null)]);

    public override void Close() => _alarm?.Dispose();

    private IOperatorListState<EventTimeState> GetState() =>
        Context.OperatorState.GetUnionListState(ListStateDescriptor<EventTimeState>.OfEngine(EventTimeState.Name));

    private EventTimeState? Restored()
    {
        var all = _state!.Get().ToArray();
        return all.FirstOrDefault(s => s.Subtask == Context.SubtaskIndex && s.Parallelism == Context.Parallelism) ?? EventTimeState.Earliest(all);
    }

    // The first record since the clock was looked at last, or one that could not be made to wait for what stands before it.
    private void Begin()
    {
        Flush();
        if (!_clock!.IsAtRest) return;
        _clock.Begin();
        _eventTime!.Flush();
        _hasRecords = true;
        if (_periodicDue == long.MaxValue) Arm();
    }

    private void Ring()
    {
        var now = _alarm!.Now;
        if (now >= _periodicDue)
        {
            _periodicDue = long.MaxValue;
            Enter();
            _clock!.OnPeriodicEmit();
            FlushLater();
        }

        if (_idleness?.Look(now, _hasRecords, isHeldUp: Context.Quantum.IsOutputFull) == true && !_clock!.IsIdle)
        {
            _clock.IdleByTimeout();
            FlushLater();
        }

        Arm();
        _hasRecords = false;
        _clock!.Rest();
    }

    private void Arm()
    {
        // Without records since the last interval there is nothing new, unless the generator has something of its own.
        if (_periodicDue == long.MaxValue && (_hasRecords || strategy.CreateGenerator is not null))
            _periodicDue = ((_alarm!.Now / _interval) + 1) * _interval;
        _alarm!.Set(Math.Min(_periodicDue, _clock!.IsIdle ? long.MaxValue : _idleness?.LookAt ?? long.MaxValue));
    }

    // A watermark that a generator has emitted at a record: where something stands still behind, it waits for that, and the next record for it.
    private void FlushBehindRecord()
    {
        if (Context.Quantum.IsRaised) FlushLater();
        else Flush();
    }

    private void FlushLater()
    {
        _isOwing = true;
        Context.Suspend();
    }

    private void Flush()
    {
        _isOwing = false;
        _eventTime!.Flush();
    }
}
