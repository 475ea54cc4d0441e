using FlowActors.Bench.Harness;
using FlowActors.Bench.Work;

namespace FlowActors.Bench.Baselines;

/// <summary>The chain as a loop over hand-written stages: one virtual call and one delegate call for each operator and record.</summary>
internal sealed class ChainLoop(string name, long records, ChainWork work) : Contender(name, records, ChainWork.Expected(records))
{
    public override ValueTask<long> RunAsync()
    {
        var sum = new AggregateStage<long>(work.Sum, 0);
        var second = new MapStage<long, long>(work.Second, sum);
        var filter = new FilterStage<long>(work.Filter, second);
        var first = new MapStage<long, long>(work.First, filter);
        foreach (var (from, to) in Slices.Of(Records)) Generate(first, from, to);
        return ValueTask.FromResult(sum.Result);
    }

    private static void Generate(Stage<long> first, long from, long to)
    {
        for (var i = from; i < to; i++) first.Collect(i);
    }
}
