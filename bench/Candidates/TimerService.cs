using FlowActors.Bench.Harness;
using FlowActors.Bench.Work;
using FlowActors.Serialization;
using FlowActors.State;
using FlowActors.State.Memory;

namespace FlowActors.Bench.Candidates;

/// <summary>The timers of one operator of a subtask that owns all key groups, with state in memory.</summary>
internal sealed class TimerService<TKey>(string name, TimerWork<TKey> work) : Contender(name, work.Keys.Length, work.Expected)
{
    private const string Uid = "timers";

    public override ValueTask<long> RunAsync()
    {
        using var scope = OpenScope();
        var (states, timers) = Set(scope);
        for (var i = 0; i < work.Deleted; i++)
        {
            states.Key.Set(work.Keys[i]);
            timers.Remove(default, work.Times[i]);
        }

        states.Key.Clear();
        var sum = 0L;
        for (var turn = 0; timers.TryTake(long.MaxValue, out var timer); turn++) sum = TimerWork<TKey>.Add(sum, turn, timer.Timestamp);
        return ValueTask.FromResult(sum);
    }

    /// <summary>A scope in which all timers are set.</summary>
    public IStateScope CreateFull()
    {
        var scope = OpenScope();
        Set(scope);
        return scope;
    }

    private static IStateScope OpenScope() => new MemoryStateBackend().Open(
        new StateScopeSettings(new JobId(Uid), 1, 0, 0, 128, KeyGroups.RangeOf(0, 128, 1), [new StateOperator(Uid, Uid)], SerializerRegistry.Default, TimeProvider.System),
        CancellationToken.None);

    private (IKeyedStates<TKey> States, ITimerQueue<TKey, VoidNamespace> Timers) Set(IStateScope scope)
    {
        var states = scope.Keyed<TKey>(Uid);
        var timers = states.GetTimers<VoidNamespace>(Uid);
        for (var i = 0; i < work.Keys.Length; i++)
        {
            states.Key.Set(work.Keys[i]);
            timers.Add(default, work.Times[i]);
        }

        return (states, timers);
    }
}
