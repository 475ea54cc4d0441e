using System.Runtime.CompilerServices;
using FlowActors.Functions;

namespace FlowActors.Operators;

/// <summary>
/// The event time of one stream, a split or the input of an operator: assigns timestamps and makes watermarks as the strategy says.
/// A record costs the user's own functions and no other call.
/// </summary>
/// <typeparam name="T">The records.</typeparam>
internal sealed class StreamClock<T> : IWatermarkOutput
{
    private readonly OperatorContext _context;
    private readonly EventTimeCombiner _all;
    private readonly EventTimePart _part = new();
    private readonly Action _flush;
    private readonly Func<T, long>? _extract;
    private readonly Func<T, long, long>? _assign;
    private readonly IWatermarkGenerator<T>? _generator;
    private readonly long? _outOfOrderness;
    private readonly RecordNote<T>? _note;
    private long _max = long.MinValue;
    private long _last = long.MinValue;
    private bool _isIdleByTimeout;
    private bool _isMarkedIdle;
    private bool _isPeriodic;
    private bool _hasEnded;

    /// <param name="context">The operator's surroundings.</param>
    /// <param name="strategy">What the program says; null where it says nothing, and whoever reads the stream may: it is idle until then.</param>
    /// <param name="all">What the stream is a part of.</param>
    /// <param name="flush">Something stands behind the last record: says so, as soon as there is room.</param>
    /// <param name="restored">How far it was; null for a new one.</param>
    /// <param name="notesRecords">True where nobody else notes the record at hand for failures that may show it.</param>
    public StreamClock(
        OperatorContext context, WatermarkStrategy<T>? strategy, EventTimeCombiner all, Action flush, EventTimeState? restored, bool notesRecords)
    {
        (_context, _all, _flush) = (context, all, flush);
        (_extract, _assign, _outOfOrderness) = (strategy?.Extract, strategy?.Assign, strategy?.OutOfOrdernessMs);
        if (notesRecords && context.ShowsRecords) _note = new RecordNote<T>();
        _generator = CreateGenerator(strategy?.CreateGenerator);
        _isMarkedIdle = strategy is null;
        if (restored is not null)
        {
            (_max, _part.Watermark) = (restored.MaxTimestamp, restored.Watermark);
            (_isMarkedIdle, _isIdleByTimeout) = (restored.IsIdle && strategy is null, restored.IsIdle && strategy is not null);
        }

        _part.IsActive = !_isMarkedIdle && !_isIdleByTimeout;
        all.Add(_part);
    }

    /// <summary>True until a record comes that is the first since the stream came to rest, or was made.</summary>
    public bool IsAtRest { get; private set; } = true;

    /// <summary>True when it takes no part any more; a record makes it take part again.</summary>
    public bool HasEnded => _hasEnded;

    /// <summary>True while it is idle.</summary>
    public bool IsIdle => !_part.IsActive;

    /// <summary>How far it is; from any thread.</summary>
    public EventTimeLook Look(string name) => EventTimeLook.Of(name, _part);

    /// <summary>The timestamp of a record.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Assign(T record, long timestamp)
    {
        if (_note is not null) return AssignNoted(record, timestamp);
        if (_extract is not null) return _extract(record);
        return _assign is not null ? _assign(record, timestamp) : timestamp;
    }

    /// <summary>A record was emitted.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void OnEvent(T record, long timestamp)
    {
        if (timestamp > _max) _max = timestamp;
        if (_generator is not null) Generate(record, timestamp);
    }

    /// <summary>A record comes after a rest.</summary>
    public void Begin()
    {
        IsAtRest = false;
        TakePart();
        if (!_isIdleByTimeout) return;
        _isIdleByTimeout = false;
        SetActivity();
    }

    /// <summary>There is nothing at hand.</summary>
    public void Rest() => IsAtRest = true;

    /// <summary>It has had nothing for too long.</summary>
    public void IdleByTimeout()
    {
        _isIdleByTimeout = true;
        SetActivity();
    }

    /// <summary>An interval is over. Says nothing itself: the caller does for all parts.</summary>
    public void OnPeriodicEmit()
    {
        _isPeriodic = true;
        if (_generator is not null)
        {
            _context.Cursor.ChainIndex = _context.ChainIndex;
            _generator.OnPeriodicEmit(this);
        }
        else if (_outOfOrderness is { } bound && _max >= long.MinValue + bound + 1)
        {
            _all.Rise(_part, _max - bound - 1);
        }

        _isPeriodic = false;
    }

    /// <summary>Nothing follows: what it had reached counts, and then it takes no part any more.</summary>
    public void End()
    {
        if (_hasEnded) return;
        if (_generator is null) OnPeriodicEmit();
        _all.End(_part);
        _hasEnded = true;
        IsAtRest = true;
    }

    /// <summary>What a checkpoint keeps.</summary>
    public EventTimeState Snapshot(string? split) =>
        new(_context.SubtaskIndex, _context.Parallelism, split, _max, _part.Watermark, IsIdle);

    public void EmitWatermark(long timestamp)
    {
        if (timestamp < _last)
        {
            _context.Metrics.Counter("numLateWatermarks").Add(1);
            return;
        }

        _last = timestamp;
        TakePart();
        MarkActive();
        _all.Rise(_part, timestamp);
        Say();
    }

    public void MarkIdle()
    {
        _isMarkedIdle = true;
        TakePart();
        SetActivity();
        Say();
    }

    public void MarkActive()
    {
        if (!_isMarkedIdle && !_isIdleByTimeout) return;
        (_isMarkedIdle, _isIdleByTimeout) = (false, false);
        TakePart();
        SetActivity();
        Say();
    }

    // What has ended takes part again when it has something to say.
    private void TakePart()
    {
        if (!_hasEnded) return;
        _hasEnded = false;
        _all.Add(_part);
    }

    private void SetActivity() => _all.SetActive(_part, !_isMarkedIdle && !_isIdleByTimeout);

    private IWatermarkGenerator<T>? CreateGenerator(Func<IWatermarkGenerator<T>>? create)
    {
        if (create is null) return null;
        _context.Cursor.ChainIndex = _context.ChainIndex;
        return SubtaskObjects.Own(create(), _context, "The function that makes the watermark generator", "make a new generator at each call");
    }

    private void Generate(T record, long timestamp)
    {
        // The chain behind has run.
        _context.Cursor.ChainIndex = _context.ChainIndex;
        Note(record);
        _generator!.OnEvent(record, timestamp, this);
        Forget();
    }

    private long AssignNoted(T record, long timestamp)
    {
        Note(record);
        var assigned = _extract?.Invoke(record) ?? _assign?.Invoke(record, timestamp) ?? timestamp;
        Forget();
        return assigned;
    }

    private void Say()
    {
        if (_isPeriodic) return;
        _flush();
        _context.Cursor.ChainIndex = _context.ChainIndex;
    }

    private void Note(T record)
    {
        if (_note is null) return;
        _note.Set(record);
        _context.NoteAtHand(_note);
    }

    private void Forget()
    {
        if (_note is not null) _context.NoteAtHand(null);
    }
}
