using System.Reactive.Linq;
using FlowActors.Bench.Harness;
using FlowActors.Bench.Work;

namespace FlowActors.Bench.Baselines;

/// <summary>The chain in System.Reactive, on the thread that subscribes.</summary>
internal sealed class ChainRx(string name, long records, ChainWork work) : Contender(name, records, ChainWork.Expected(records))
{
    public override ValueTask<long> RunAsync()
    {
        var result = 0L;
        using var subscription = new RxLongs(Records)
            .Select(work.First)
            .Where(work.Filter)
            .Select(work.Second)
            .Aggregate(0L, work.Sum)
            .Subscribe(sum => result = sum);
        return ValueTask.FromResult(result);
    }
}
