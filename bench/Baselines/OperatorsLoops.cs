using FlowActors.Bench.Harness;
using FlowActors.Bench.Work;

namespace FlowActors.Bench.Baselines;

/// <summary>A loop over each of two inputs, in turn: a stage for each side, both of which call the same next one.</summary>
internal sealed class ConnectLoop(string name, long each, OperatorsWork work) : Contender(name, 2 * each, OperatorsWork.Connected(each))
{
    public override ValueTask<long> RunAsync()
    {
        var sum = new AggregateStage<long>(work.Sum, 0);
        var first = new MapStage<long, long>(work.First, sum);
        var second = new MapStage<long, long>(work.Second, sum);
        foreach (var (from, to) in Slices.Of(each))
        {
            Generated.Into(first, from, to);
            Generated.Into(second, from, to);
        }

        return ValueTask.FromResult(sum.Result);
    }
}

/// <summary>A loop over records that looks each up in a dictionary of rules.</summary>
internal sealed class BroadcastLoop(string name, long records, OperatorsWork work) : Contender(name, records, OperatorsWork.Broadcast(records))
{
    public override ValueTask<long> RunAsync()
    {
        var sum = new AggregateStage<long>(work.Sum, 0);
        var rules = new Dictionary<long, long>();
        for (var rule = 0L; rule < OperatorsWork.Rules; rule++)
        {
            rules[rule] = 0;
            sum.Collect(rule);
        }

        var stage = new RuleStage(rules, work.Rule, sum);
        foreach (var (from, to) in Slices.Of(Records)) Generated.Into(stage, from, to);
        return ValueTask.FromResult(sum.Result);
    }

    private sealed class RuleStage(Dictionary<long, long> rules, Func<long, long> ruleOf, Stage<long> next) : Stage<long>
    {
        public override void Collect(long value) => next.Collect(rules.TryGetValue(ruleOf(value), out var rule) ? value + rule : value);
    }
}

/// <summary>A loop over records, every fourth of which goes another way.</summary>
internal sealed class SideOutputLoop(string name, long records, OperatorsWork work) : Contender(name, records, OperatorsWork.SideOutput(records))
{
    public override ValueTask<long> RunAsync()
    {
        var (main, side) = (new AggregateStage<long>(work.Sum, 0), new AggregateStage<long>(work.Sum, 0));
        var split = new SplitStage(work.IsAside, new MapStage<long, long>(work.First, side), main);
        foreach (var (from, to) in Slices.Of(Records)) Generated.Into(split, from, to);
        return ValueTask.FromResult(main.Result + side.Result);
    }

    private sealed class SplitStage(Func<long, bool> isAside, Stage<long> side, Stage<long> main) : Stage<long>
    {
        public override void Collect(long value)
        {
            if (isAside(value)) side.Collect(value);
            else main.Collect(value);
        }
    }
}

/// <summary>The longs of a slice, one by one.</summary>
internal static class Generated
{
    public static void Into(Stage<long> stage, long from, long to)
    {
        for (var i = from; i < to; i++) stage.Collect(i);
    }
}
