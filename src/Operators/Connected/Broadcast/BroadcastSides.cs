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
            Call.Check();
            return states;
        }
    }
}

/// <summary>For records of a data side that is keyed.</summary>
internal sealed class KeyedDataSide<TKey, TOut>(OperatorContext context, Output<TOut> output, BroadcastStates states)
    : KeyedContext<TKey, TOut>(context, output), IKeyedReadOnlyBroadcastContext<TKey>
{
    /// <summary>As the operator itself has them, whether a call is under way or not.</summary>
    public BroadcastStates Broadcast => states;

    public BroadcastStates BroadcastStates
    {
        get
        {
            At.Check();
            return states;
        }
    }
}

/// <summary>For records of the broadcast side.</summary>
internal class BroadcastSide<TOut>(OperatorContext context, Output<TOut> output, Func<long> watermark, BroadcastStates states)
    : UnkeyedContext<TOut>(context, output, watermark, NoTimers.BroadcastSide), IBroadcastContext
{
    /// <summary>The function is open: from here on only its calls for this side change the states.</summary>
    public void Opened() => states.WriteOnlyIn(Call);

    public BroadcastStates BroadcastStates
    {
        get
        {
            Call.Check();
            return states;
        }
    }
}
