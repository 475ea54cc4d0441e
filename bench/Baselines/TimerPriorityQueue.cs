using FlowActors.Bench.Harness;
using FlowActors.Bench.Work;

namespace FlowActors.Bench.Baselines;

/// <summary>A queue by time: it finds no doubles, deletes nothing, and belongs to no key group.</summary>
internal sealed class TimerPriorityQueue(string name, TimerWork<long> work) : Contender(name, work.Keys.Length, work.Expected)
{
    public override ValueTask<long> RunAsync()
    {
        var queue = new PriorityQueue<long, long>();
        for (var i = 0; i < work.Keys.Length; i++) queue.Enqueue(work.Keys[i], work.Times[i]);
        var sum = 0L;
        for (var turn = 0; queue.TryDequeue(out _, out var time); turn++) sum = TimerWork<long>.Add(sum, turn, time);
        return ValueTask.FromResult(sum);
    }
}
