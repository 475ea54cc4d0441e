using FlowActors.Bench.Work;
using FlowActors.Functions;
using FlowActors.State;

namespace FlowActors.Bench.Candidates;

/// <summary>Reads and writes an entry of the key's map.</summary>
internal sealed class HotMapFunction : KeyedProcessFunction<long, HotRecord<MapWork>, long>
{
    private IMapState<long, long>? _state;

    public override void Open(IKeyedRuntimeContext context) => _state = context.GetMapState(new MapStateDescriptor<long, long>("map"));

    public override void ProcessElement(HotRecord<MapWork> value, IKeyedProcessContext<long> context, Collector<long> output)
    {
        var mapKey = HotStates.MapKey(value.Value);
        _state!.TryGet(mapKey, out var entry);
        entry += value.Value;
        _state.Put(mapKey, entry);
        output.Collect(entry);
    }
}
