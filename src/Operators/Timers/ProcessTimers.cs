using System.Runtime.CompilerServices;
using FlowActors.Functions;
using FlowActors.State;

namespace FlowActors.Operators;

/// <summary>
/// The timers of a keyed process function: calls its OnTimer for those that are due, one call after the other, as outputs have room, and
/// hands the watermark on behind them.
/// </summary>
internal sealed class ProcessTimers<TKey, TOut> : ITimerService, IOnTimerContext<TKey>, ITimerFiring
{
    private readonly OperatorContext _context;
    private readonly KeyAtHand<TKey> _at;
    private readonly TimestampedCollector<TOut> _collector;
    private readonly SideOutputs _sides;
    private readonly OnTimer<TKey, TOut> _onTimer;
    private readonly OperatorTimers<TKey, VoidNamespace> _timers;
    private readonly PendingOutput _pending;
    private bool _holdsWatermark;
    private long _firing;
    private TimeDomain _domain;

    /// <param name="context">The operator's surroundings.</param>
    /// <param name="states">Its states.</param>
    /// <param name="collector">Takes what OnTimer emits.</param>
    /// <param name="sides">Take what OnTimer emits to tags.</param>
    /// <param name="onTimer">The function's.</param>
    public ProcessTimers(
        OperatorContext context, IKeyedStates<TKey> states, TimestampedCollector<TOut> collector, SideOutputs sides, OnTimer<TKey, TOut> onTimer)
    {
        _context = context;
        _at = states.Key;
        _collector = collector;
        _sides = sides;
        _onTimer = onTimer;
        _pending = new PendingOutput(context, EmitNext);
        _timers = new OperatorTimers<TKey, VoidNamespace>(context, states, _pending.StartLater);
    }

    public long CurrentProcessingTime
    {
        get
        {
            _at.Check();
            return _context.Time.GetUtcNow().ToUnixTimeMilliseconds();
        }
    }

    public long CurrentWatermark
    {
        get
        {
            _at.Check();
            return _timers.Watermark;
        }
    }

    /// <summary>The watermark that the operator has reached.</summary>
    public long Watermark => _timers.Watermark;

    public TKey CurrentKey => _at.Key;

    public TimeDomain TimeDomain
    {
        get
        {
            _at.Check();
            return _domain;
        }
    }

    public long? Timestamp
    {
        get
        {
            _at.Check();
            return _firing;
        }
    }

    public ITimerService TimerService => this;

    string ITimerFiring.Firing => TimerText.Of(_firing, _domain);

    SideOutputs IProcessContext.SideOutputs => _sides;

    public void RegisterEventTimeTimer(long timestamp) => Timers.Register(TimeDomain.EventTime, default, timestamp);

    public void RegisterProcessingTimeTimer(long timestamp) => Timers.Register(TimeDomain.ProcessingTime, default, timestamp);

    public void DeleteEventTimeTimer(long timestamp) => Timers.Delete(TimeDomain.EventTime, default, timestamp);

    public void DeleteProcessingTimeTimer(long timestamp) => Timers.Delete(TimeDomain.ProcessingTime, default, timestamp);

    // Whoever has kept the timers meets a key of another in ApplyToKeyedState.
    private OperatorTimers<TKey, VoidNamespace> Timers =>
        _at.IsNone ? throw new InvalidOperationException($"Operator '{_context.OperatorName}' {NoTimers.BroadcastSide}") : _timers;

    /// <summary>An element has come: what is left to fire comes before it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void FinishFirst() => _pending.FinishFirst();

    /// <summary>A record was processed: fires what was set for a time that has come already.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void FireLate()
    {
        if (_timers.IsDue) _pending.Start();
    }

    /// <summary>A watermark has come, behind what was left to fire.</summary>
    public void Advance(long watermark)
    {
        _pending.FinishFirst();
        if (!_timers.Advance(watermark))
        {
            _context.EventTime.Watermark(watermark);
            return;
        }

        _holdsWatermark = true;
        _pending.Start();
    }

    /// <summary>Goes on.</summary>
    public Progress Resume() => _pending.Resume();

    /// <summary>The input has ended.</summary>
    public void End()
    {
        _pending.FinishFirst();
        _timers.End();
    }

    /// <summary>Nothing fires any more.</summary>
    public void Close() => _timers.Dispose();

    private bool EmitNext()
    {
        if (_timers.TryTake(out var timer, out var domain))
        {
            Fire(timer, domain);
            return true;
        }

        if (!_holdsWatermark) return false;
        _holdsWatermark = false;
        _context.EventTime.Watermark(_timers.Watermark);
        return false;
    }

    private void Fire(DueTimer<TKey, VoidNamespace> timer, TimeDomain domain)
    {
        var cursor = _context.Cursor;
        cursor.ChainIndex = _context.ChainIndex;
        _at.Set(timer.Key, timer.KeyHash);
        (_firing, _domain) = (timer.Timestamp, domain);
        if (_context.ShowsRecords) _context.NoteAtHand(new TimerAtHand<TKey>(timer.Key, timer.Timestamp, domain));
        _at.Timestamp = domain == TimeDomain.EventTime ? timer.Timestamp : Timestamps.None;
        // An operator further up, which fires one too, may have called.
        var outer = cursor.Timer;
        cursor.Timer = this;
        _onTimer(timer.Timestamp, this, _collector);
        cursor.Timer = outer;
        if (_context.ShowsRecords) _context.NoteAtHand(null);
        _at.Clear();
    }
}

/// <summary>What is called when a timer fires.</summary>
internal delegate void OnTimer<TKey, TOut>(long timestamp, IOnTimerContext<TKey> context, Collector<TOut> output);
