using FlowActors.Functions;
using FlowActors.Serialization;
using FlowActors.State;

namespace FlowActors.Operators;

/// <summary>
/// The timers of one operator in both domains of time, and which of them are due. They lie in its keyed state; what fires is taken out
/// first, so that an operator which stops half-way needs no other memory of where it was.
/// </summary>
/// <typeparam name="TKey">The keys.</typeparam>
/// <typeparam name="TNamespace">What is kept apart within a key.</typeparam>
internal sealed class OperatorTimers<TKey, TNamespace> : IDisposable
{
    /// <summary>So many timers may a key set once the watermark is the highest: those that set themselves again must end.</summary>
    public const int RenewalsMax = 100;

    private const string EventTimeName = "_timers/event-time";
    private const string ProcessingTimeName = "_timers/processing-time";

    private readonly OperatorContext _context;
    private readonly IKeyedStates<TKey> _states;
    private readonly ITimerQueue<TKey, TNamespace> _eventTime;
    private readonly ITimerQueue<TKey, TNamespace> _processingTime;
    private readonly ProcessingTimeAlarm _alarm;
    private readonly Action _due;
    private readonly LongCounter _fired;
    private Dictionary<ValueTuple<TKey>, int>? _renewals;
    private long _processingTimeUntil = long.MinValue;

    /// <param name="context">The operator's surroundings.</param>
    /// <param name="states">Its states.</param>
    /// <param name="due">Called between two elements: timers of processing time are due. Must not emit.</param>
    public OperatorTimers(OperatorContext context, IKeyedStates<TKey> states, Action due)
    {
        _context = context;
        _states = states;
        _due = due;
        _eventTime = states.GetTimers<TNamespace>(EventTimeName);
        _processingTime = states.GetTimers<TNamespace>(ProcessingTimeName);
        _fired = context.Metrics.Counter("numFiredTimers");
        _alarm = new ProcessingTimeAlarm(context, Ring);
        SetAlarm();
    }

    /// <summary>The watermark that the operator has reached.</summary>
    public long Watermark { get; private set; } = long.MinValue;

    /// <summary>True when timers may be due that were not when they were asked for last.</summary>
    public bool IsDue { get; private set; }

    /// <summary>Sets a timer of the key at hand.</summary>
    public void Register(TimeDomain domain, TNamespace ns, long timestamp)
    {
        if (domain == TimeDomain.ProcessingTime)
        {
            if (_processingTime.Add(ns, timestamp)) _alarm.Set(RingsAt(timestamp));
        }
        else if (timestamp > Watermark) _eventTime.Add(ns, timestamp);
        else if (Watermark == Timestamps.MaxWatermark) Renew(ns, timestamp);
        else IsDue |= _eventTime.Add(ns, timestamp);
    }

    /// <summary>Deletes a timer of the key at hand.</summary>
    public void Delete(TimeDomain domain, TNamespace ns, long timestamp) =>
        (domain == TimeDomain.EventTime ? _eventTime : _processingTime).Remove(ns, timestamp);

    /// <summary>The watermark has come so far.</summary>
    /// <returns>True when timers are due.</returns>
    public bool Advance(long watermark)
    {
        Watermark = watermark;
        return IsDue = _eventTime.TryPeek(out var first) && first <= watermark;
    }

    /// <summary>Takes the next timer that is due: first those of event time.</summary>
    public bool TryTake(out DueTimer<TKey, TNamespace> timer, out TimeDomain domain)
    {
        domain = TimeDomain.EventTime;
        if (_eventTime.TryTake(Watermark, out timer))
        {
            _fired.Add(1);
            return true;
        }

        IsDue = false;
        domain = TimeDomain.ProcessingTime;
        if (_processingTimeUntil == long.MinValue) return false;
        if (_processingTime.TryTake(_processingTimeUntil, out timer))
        {
            _fired.Add(1);
            return true;
        }

        _processingTimeUntil = long.MinValue;
        SetAlarm();
        return false;
    }

    /// <summary>The input has ended: timers of processing time are dropped.</summary>
    public void End()
    {
        _alarm.Dispose();
        _processingTime.Clear();
    }

    public void Dispose() => _alarm.Dispose();

    // A later millisecond than that of the timer: what belongs to its own may still come.
    private static long RingsAt(long timestamp) => timestamp == long.MaxValue ? timestamp : timestamp + 1;

    private void SetAlarm()
    {
        if (_processingTime.TryPeek(out var first)) _alarm.Set(RingsAt(first));
    }

    // What is due now fires, with what those set for a time before; what has become due meanwhile waits for the next round, behind elements.
    private void Ring()
    {
        var until = _alarm.Now - 1;
        if (_processingTime.TryPeek(out var first) && first <= until)
        {
            _processingTimeUntil = until;
            _due();
        }
        else SetAlarm();
    }

    private void Renew(TNamespace ns, long timestamp)
    {
        _renewals ??= new Dictionary<ValueTuple<TKey>, int>(new ByKey(_states.KeySerializer));
        var key = ValueTuple.Create(_states.Key.Key);
        var renewals = _renewals.GetValueOrDefault(key);
        if (renewals == RenewalsMax)
        {
            _context.Metrics.Counter("numTimersDropped").Add(1);
            return;
        }

        if (!_eventTime.Add(ns, timestamp)) return;
        _renewals[key] = renewals + 1;
        IsDue = true;
    }

    private sealed class ByKey(KeySerializer<TKey> keys) : IEqualityComparer<ValueTuple<TKey>>
    {
        public bool Equals(ValueTuple<TKey> x, ValueTuple<TKey> y) => keys.Equals(x.Item1, y.Item1);

        public int GetHashCode(ValueTuple<TKey> obj) => keys.StableHash(obj.Item1);
    }
}
