using FlowActors.Functions;
using FlowActors.Serialization;
using FlowActors.Testing;

namespace FlowActors.Tests.Harness;

/// <summary>A timer of a key.</summary>
public sealed record KeyTimer(int Key, TimeDomain Domain, long Time);

/// <summary>What is done with a timer of its own key.</summary>
public sealed record TimerCall(TimeDomain Domain, long Time, bool Deletes);

/// <summary>All timers of an operator in one list, and what the rules say of which of them fires next in a subtask.</summary>
internal sealed class TimerOracle
{
    private static readonly KeySerializer<int> s_keys = SerializerRegistry.Default.GetKey<int>();

    private readonly List<KeyTimer> _timers = [];

    /// <summary>As the operator knows it: one that was restored knows none until it hears of the next.</summary>
    public long Watermark { get; set; } = long.MinValue;

    /// <summary>The clock, in ms since 1970.</summary>
    public long Now { get; set; }

    /// <summary>Over how many subtasks the keys are divided.</summary>
    public int Parallelism { get; set; } = 1;

    /// <summary>What a timer that fires does to others of its key. Chains of them end: only times of the first kind set later ones.</summary>
    public static IEnumerable<TimerCall> CallsOf(KeyTimer timer)
    {
        var (kind, dice) = (timer.Time & 3, (int)HashCode(timer));
        var other = timer.Domain == TimeDomain.EventTime ? TimeDomain.ProcessingTime : TimeDomain.EventTime;
        if (kind == 0)
        {
            yield return new TimerCall(timer.Domain, timer.Time + 1 + (dice % 40), Deletes: false);
            if (dice % 3 == 0) yield return new TimerCall(other, timer.Time + 1 + (dice % 50), Deletes: false);
        }

        // For a time that has come, and of a kind that sets nothing more.
        if (kind == 1) yield return new TimerCall(timer.Domain, timer.Time - 2 - (dice % 2), Deletes: false);
        if (kind != 2) yield break;
        yield return new TimerCall(timer.Domain, timer.Time + (dice % 8), Deletes: true);
        yield return new TimerCall(other, timer.Time + (dice % 8), Deletes: true);
    }

    /// <summary>Sets or deletes a timer.</summary>
    public void Do(int key, TimerCall call)
    {
        var timer = new KeyTimer(key, call.Domain, call.Time);
        _timers.Remove(timer);
        if (!call.Deletes) _timers.Add(timer);
    }

    /// <summary>A timer has fired: it was the next of its subtask.</summary>
    public void Fire(int subtask, KeyTimer timer)
    {
        Assert.Equal(subtask, OwnerOf(timer.Key));
        var due = _timers.Where(t => OwnerOf(t.Key) == subtask && IsDue(t)).ToList();
        Assert.Contains(timer, due);
        var next = due.MinBy(t => (t.Domain != TimeDomain.EventTime, t.Time))!;
        Assert.Equal((next.Domain, next.Time), (timer.Domain, timer.Time));
        _timers.Remove(timer);
        foreach (var call in CallsOf(timer)) Do(timer.Key, call);
    }

    /// <summary>The timers that should have fired.</summary>
    public IEnumerable<KeyTimer> Due => _timers.Where(IsDue);

    private static uint HashCode(KeyTimer timer) => (uint)(((timer.Key * 31) + (int)timer.Domain) * 7_919 + timer.Time * 104_729) >> 3;

    private bool IsDue(KeyTimer timer) => timer.Domain == TimeDomain.EventTime ? timer.Time <= Watermark : timer.Time < Now;

    private int OwnerOf(int key) =>
        KeyGroups.OwnerOf(KeyGroups.Assign(s_keys.StableHash(key), KeyGroups.DefaultMaxParallelismLowerBound), KeyGroups.DefaultMaxParallelismLowerBound, Parallelism);
}
