using FlowActors.Functions;

namespace FlowActors.Runtime.Tests.Subtasks;

/// <summary>A function that does something as it opens, and passes records on.</summary>
internal sealed class OnOpen(Action<IRuntimeContext> open) : ProcessFunction<long, long>
{
    public override void Open(IRuntimeContext context) => open(context);

    public override void ProcessElement(long value, IProcessContext context, Collector<long> output) => output.Collect(value);
}
