using FlowActors.Functions;
using FlowActors.Operators;

namespace FlowActors.Sources;

/// <summary>
/// The event time of one subtask of a source: that of its splits, combined. Used on the subtask's thread, around each read; it emits only
/// where nothing stands still behind.
/// </summary>
/// <typeparam name="T">The records.</typeparam>
internal sealed class SourceEventTime<T> : IDisposable
{
    private readonly OperatorContext _context;
    private readonly WatermarkStrategy<T>? _strategy;
    private readonly EventTimeCombiner _all;
    private readonly Dictionary<string, SplitClock<T>> _splits = []; // changed under the lock, so that others may look
    private readonly Lock _changing = new();
    private readonly List<SplitClock<T>> _begun = []; // those that are new or have had records since the last rest
    private readonly ProcessingTimeAlarm? _alarm;
    private readonly Idleness<T>? _idleness;
    private readonly long _interval;
    private Dictionary<string, EventTimeState> _restored = [];
    private EventTimeState? _renamed;
    private long _periodicDue = long.MaxValue;
    private bool _hasRung;

    /// <param name="context">The operator's surroundings.</param>
    /// <param name="strategy">What the program says; null where it says nothing.</param>
    /// <param name="boundedness">Whether the source ends.</param>
    public SourceEventTime(OperatorContext context, WatermarkStrategy<T>? strategy, Boundedness boundedness)
    {
        (_context, _strategy) = (context, strategy);
        // Who says nothing of event time holds nobody back.
        _all = new EventTimeCombiner(context.EventTime, isActive: strategy is not null);
        if (strategy is null) return;
        _alarm = new ProcessingTimeAlarm(context, () => _hasRung = true);
        _interval = Math.Max(1, (long)context.WatermarkInterval.TotalMilliseconds);
        if (Idleness<T>.TimeoutOf(strategy, boundedness) is { } timeout) _idleness = new Idleness<T>(timeout, _all, _splits.Values);
    }

    /// <summary>True where the program says how event time is made, and not the reader.</summary>
    public bool HasStrategy => _strategy is not null;

    /// <summary>The watermark of all splits, in ms; the lowest number while there is none. From any thread.</summary>
    public long Watermark => _all.Watermark;

    /// <summary>False while all of it is idle. From any thread.</summary>
    public bool IsActive => _all.IsActive;

    /// <summary>How far each split is that has not ended; from any thread.</summary>
    public IReadOnlyList<EventTimeLook> Look()
    {
        lock (_changing) return [.. _splits.Select(s => s.Value.Clock.Look(s.Key))];
    }

    /// <summary>The event time of a split, which is there from the first call until it ends.</summary>
    public SplitClock<T> Of(string name)
    {
        if (_splits.TryGetValue(name, out var found)) return found;
        var restored = _restored.Remove(name, out var own) ? own : _renamed;
        var made = new SplitClock<T>(name, new StreamClock<T>(_context, _strategy, _all, FlushIfFree, restored, notesRecords: true));
        lock (_changing) _splits.Add(name, made);
        _begun.Add(made);
        return made;
    }

    /// <summary>A split has a record, for the first time since it had none.</summary>
    public void Begin(SplitClock<T> split)
    {
        Keep(split);
        split.Clock.Begin();
        _begun.Add(split);
        _all.Flush();
        _context.Cursor.ChainIndex = _context.ChainIndex;
    }

    /// <summary>A split has something to say, also one that has ended.</summary>
    public void Keep(SplitClock<T> split)
    {
        if (!split.Clock.HasEnded) return;
        lock (_changing) _splits[split.Name] = split;
    }

    /// <summary>A split was read to its end.</summary>
    public void End(SplitClock<T> split)
    {
        split.Clock.End();
        lock (_changing) _splits.Remove(split.Name);
        _begun.RemoveAll(s => s == split);
    }

    /// <summary>All splits whose names begin so were read to their ends.</summary>
    public void EndAllOf(string prefix)
    {
        foreach (var split in _splits.Values.Where(s => s.Name.StartsWith(prefix, StringComparison.Ordinal)).ToArray()) End(split);
    }

    /// <summary>Before a read.</summary>
    public void BeforeRead()
    {
        if (_hasRung)
        {
            _hasRung = false;
            if (_alarm!.Now >= _periodicDue) EmitPeriodically();
        }

        _all.Flush();
    }

    /// <summary>After a read.</summary>
    /// <param name="progress">What the reader said.</param>
    public void AfterRead(Progress progress)
    {
        if (progress == Progress.Done && _splits.Count > 0) EndAllOf("");
        if (_alarm is null) return;
        if (_periodicDue == long.MaxValue && (_begun.Count > 0 || (_strategy!.CreateGenerator is not null && _splits.Count > 0)))
            _periodicDue = ((_alarm.Now / _interval) + 1) * _interval;
        if (progress == Progress.OutputFull) _idleness?.HeldUp();
        if (progress is Progress.Waiting or Progress.Done) Rest();
        _alarm.Set(Math.Min(_periodicDue, _idleness?.LookAt ?? long.MaxValue));
    }

    /// <summary>The source has ended.</summary>
    public void EndAll()
    {
        if (!HasStrategy) _all.Flush();
        _all.EndAll();
        _alarm?.Dispose();
    }

    /// <summary>What a checkpoint keeps: nothing of a source that has said nothing.</summary>
    public IEnumerable<EventTimeState> Snapshot()
    {
        if (!HasStrategy && _all.Watermark == long.MinValue) return [];
        return _splits.Values.Select(s => s.Clock.Snapshot(s.Name)).Append(
            new EventTimeState(_context.SubtaskIndex, _context.Parallelism, null, long.MinValue, _all.Watermark, false));
    }

    /// <summary>Splits that are added from here on were kept by a checkpoint.</summary>
    /// <param name="states">Of all subtasks: splits may have moved.</param>
    public void BeginRestore(IEnumerable<EventTimeState> states)
    {
        var all = states.ToArray();
        var splits = all.Where(s => s.Split is not null).ToArray();
        _restored = splits.GroupBy(s => s.Split!).ToDictionary(s => s.Key, s => EventTimeState.Earliest(s)!, StringComparer.Ordinal);
        // A split that was divided has another name.
        _renamed = EventTimeState.Earliest(splits);
        // The end of a subtask that had nothing left to read is not the end of the others.
        if (EventTimeState.Earliest(all.Where(s => s.Split is null && s.Watermark != Timestamps.MaxWatermark)) is { } whole) _all.Restore(whole.Watermark);
    }

    /// <summary>Splits that are added from here on are new, unless they have the name of one that was kept.</summary>
    public void EndRestore() => _renamed = null;

    public void Dispose() => _alarm?.Dispose();

    private void Rest()
    {
        var now = _alarm!.Now;
        _idleness?.Rest(_begun, now);
        foreach (var split in _begun) split.Clock.Rest();
        _begun.Clear();
        FlushIfFree();
    }

    private void EmitPeriodically()
    {
        _periodicDue = long.MaxValue;
        foreach (var split in _splits.Values) split.Clock.OnPeriodicEmit();
    }

    // What stands still behind comes before; then it is said before the next record.
    private void FlushIfFree()
    {
        if (!_context.Quantum.IsRaised) _all.Flush();
    }
}
