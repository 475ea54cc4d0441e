using FlowActors.Examples.Nexmark;
using FlowActors.Functions;
using FlowActors.State;

namespace FlowActors.Examples.Demo;

/// <summary>Counts bids and keeps the highest price, for each key; emits nothing: what it knows is asked for.</summary>
internal sealed class CountBids<TKey> : KeyedProcessFunction<TKey, Bid, long>
{
    private IValueState<long>? _count;
    private IValueState<long>? _best;

    public override void Open(IKeyedRuntimeContext context)
    {
        _count = context.GetState(new ValueStateDescriptor<long>("count") { IsQueryable = true });
        _best = context.GetState(new ValueStateDescriptor<long>("best") { IsQueryable = true });
    }

    public override void ProcessElement(Bid value, IKeyedProcessContext<TKey> context, Collector<long> output)
    {
        _count!.Update((_count.TryGet(out var count) ? count : 0) + 1);
        if (!_best!.TryGet(out var best) || value.Price > best) _best.Update(value.Price);
    }
}
