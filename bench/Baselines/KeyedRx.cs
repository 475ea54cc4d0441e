using System.Reactive.Linq;
using FlowActors.Bench.Harness;
using FlowActors.Bench.Work;

namespace FlowActors.Bench.Baselines;

/// <summary>The keyed count in System.Reactive: GroupBy, and a Scan in each group, on the thread that subscribes.</summary>
internal sealed class KeyedRx<TRecord, TKey>(string name, KeyedWork<TRecord, TKey> work, long expected)
    : Contender(name, work.Records, expected)
    where TKey : notnull
{
    public override ValueTask<long> RunAsync()
    {
        var sum = 0L;
        using var subscription = new RxGenerator<TRecord>(Records, work.Generate)
            .GroupBy(work.Key)
            .SelectMany(static group => group.Scan(0L, static (count, _) => count + 1))
            .Subscribe(count => sum += count);
        return ValueTask.FromResult(sum);
    }
}
