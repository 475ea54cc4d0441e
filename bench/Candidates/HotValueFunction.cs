using FlowActors.Bench.Work;
using FlowActors.Functions;
using FlowActors.State;

namespace FlowActors.Bench.Candidates;

/// <summary>Reads and writes the value of the key.</summary>
internal sealed class HotValueFunction : KeyedProcessFunction<long, HotRecord<ValueWork>, long>
{
    private IValueState<long>? _state;

    public override void Open(IKeyedRuntimeContext context) => _state = context.GetState(new ValueStateDescriptor<long>("value"));

    public override void ProcessElement(HotRecord<ValueWork> value, IKeyedProcessContext<long> context, Collector<long> output)
    {
        var sum = _state!.Value() + value.Value;
        _state.Update(sum);
        output.Collect(sum);
    }
}
