using System.Globalization;
using FlowActors.Functions;
using FlowActors.State;

namespace FlowActors.Bench.Campaigns.Cluster;

/// <summary>Counts what was read.</summary>
internal sealed class CountingRead : RichMapFunction<ClusterRecord, ClusterRecord>
{
    private LongCounter? _read;

    public override void Open(IRuntimeContext context) => _read = context.GetLongCounter(ClusterJob.Read);

    public override ClusterRecord Map(ClusterRecord value)
    {
        _read!.Add(1);
        return value;
    }
}

/// <summary>Numbers the records of each key and sums their values, in state that anybody may read.</summary>
internal sealed class CountingKeys : KeyedProcessFunction<int, ClusterRecord, ClusterStep>
{
    private IValueState<ClusterCount>? _count;

    public override void Open(IKeyedRuntimeContext context) =>
        _count = context.GetState(new ValueStateDescriptor<ClusterCount>(ClusterJob.State) { IsQueryable = true });

    public override void ProcessElement(ClusterRecord value, IKeyedProcessContext<int> context, Collector<ClusterStep> output)
    {
        var before = _count!.Value();
        var count = new ClusterCount(before.Number + 1, unchecked(before.Sum + value.Value));
        _count.Update(count);
        output.Collect(new ClusterStep(value.Key, value.Position, count.Number, count.Sum, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()));
    }
}

/// <summary>Numbers the records of each group, and writes the line that the oracle reads.</summary>
internal sealed class CountingGroups(UnfencedLines? unfenced) : KeyedProcessFunction<int, ClusterStep, string>
{
    private IValueState<long>? _number;

    public override void Open(IKeyedRuntimeContext context) => _number = context.GetState(new ValueStateDescriptor<long>("number"));

    public override void ProcessElement(ClusterStep value, IKeyedProcessContext<int> context, Collector<string> output)
    {
        var number = _number!.Value() + 1;
        _number.Update(number);
        var line = string.Create(CultureInfo.InvariantCulture, $"{value.Key} {value.Position} {value.Number} {value.Sum} {value.At} {number}");
        unfenced?.Add(line);
        output.Collect(line);
    }
}
