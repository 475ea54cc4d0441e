using FlowActors.Functions;

namespace FlowActors.Operators;

/// <summary>For records of a data side without keys.</summary>
internal sealed class DataSide<TOut>(OperatorContext context, Output<TOut> output, Func<long> watermark, BroadcastStates states)
    : UnkeyedContext<TOut>(context, output, watermark, NoTimers.NoKeys), IReadOnlyBroadcastContext
{
    public BroadcastStates BroadcastStates
    {
        get
        {
            Check();
            return states;
        }
    }
}

/// <summary>For records of the broadcast side.</summary>
internal class BroadcastSide<TOut>(OperatorContext context, Output<TOut> output, Func<long> watermark, BroadcastStates states)
    : UnkeyedContext<TOut>(context, output, watermark, NoTimers.BroadcastSide), IBroadcastContext
{
    public BroadcastStates BroadcastStates
    {
        get
        {
            Check();
            return states;
        }
    }
}
