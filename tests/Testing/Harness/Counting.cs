using System.Globalization;
using FlowActors.Functions;
using FlowActors.State;

namespace FlowActors.Tests.Harness;

/// <summary>Counts the records of each key in state.</summary>
internal sealed class Counting : KeyedProcessFunction<long, long, string>
{
    private IValueState<long>? _count;

    public override void Open(IKeyedRuntimeContext context) => _count = context.GetState(new ValueStateDescriptor<long>("count"));

    public override void ProcessElement(long value, IKeyedProcessContext<long> context, Collector<string> output)
    {
        var count = _count!.Value() + 1;
        _count.Update(count);
        output.Collect(string.Create(CultureInfo.InvariantCulture, $"{context.CurrentKey}: {count}"));
    }
}
