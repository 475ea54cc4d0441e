using FlowActors.Bench.Work;
using FlowActors.Functions;
using FlowActors.State;

namespace FlowActors.Bench.Candidates;

/// <summary>Appends to the list of the key; now and then emits its sum and clears it.</summary>
internal sealed class HotListFunction : KeyedProcessFunction<long, HotRecord<ListWork>, long>
{
    private IListState<long>? _state;

    public override void Open(IKeyedRuntimeContext context) => _state = context.GetListState(new ListStateDescriptor<long>("list"));

    public override void ProcessElement(HotRecord<ListWork> value, IKeyedProcessContext<long> context, Collector<long> output)
    {
        _state!.Add(value.Value);
        if (!HotStates.Clears(value.Value)) return;
        var sum = 0L;
        foreach (var element in _state.Get()) sum += element;
        _state.Clear();
        output.Collect(sum);
    }
}
