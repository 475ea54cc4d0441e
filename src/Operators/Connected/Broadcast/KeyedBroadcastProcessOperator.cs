using FlowActors.Functions;
using FlowActors.State;

namespace FlowActors.Operators;

/// <summary>Runs a function of the broadcast state pattern: input 0 is the data side, which is keyed, input 1 the broadcast side.</summary>
/// <param name="keySelector">Takes the key out of a record of the data side.</param>
/// <param name="create">Makes the function.</param>
/// <param name="descriptors">What the broadcast side was given.</param>
internal sealed class KeyedBroadcastProcessOperator<TKey, TIn, TBroadcast, TOut>(
    Func<TIn, TKey> keySelector,
    Func<KeyedBroadcastProcessFunction<TKey, TIn, TBroadcast, TOut>> create,
    IReadOnlyList<MapStateDescriptor> descriptors)
    : KeyedTwoInputOperator<TKey, TIn, TBroadcast, TOut>
{
    private const string NoKey =
        "It was touched for a record of the broadcast side, which has no key: reach it key by key, by context.ApplyToKeyedState(descriptor, " +
        "(key, state) => ...), or touch it for records of the data side and in OnTimer.";

    private KeyedBroadcastProcessFunction<TKey, TIn, TBroadcast, TOut>? _function;
    private KeyedDataSide<TKey, TOut>? _data;
    private KeyedBroadcastSide<TKey, TOut>? _broadcast;

    protected override KeyedContext<TKey, TOut> CreateCall() =>
        _data = new KeyedDataSide<TKey, TOut>(Context, Output, new BroadcastStates(Context, descriptors));

    protected override void OpenFunction(IKeyedStates<TKey> states)
    {
        var data = _data!;
        _broadcast = new KeyedBroadcastSide<TKey, TOut>(Context, Output, () => data.ReachedWatermark, data.Broadcast, states);
        _function = FunctionFactory.Make(create, Context, "Process");
        Initialize(_function, states);
        _function.Open(new KeyedRuntimeContext(Context, states));
        _broadcast.Opened();
        Action<long, IBroadcastOnTimerContext<TKey>, Collector<TOut>> onTimer = _function.OnTimer;
        if (onTimer.Method.DeclaringType == typeof(KeyedBroadcastProcessFunction<TKey, TIn, TBroadcast, TOut>)) return;
        BroadcastOnTimer<TKey>? context = null;
        UseTimers((timestamp, timer, output) => onTimer(timestamp, context ??= new BroadcastOnTimer<TKey>(timer, data.At, data.Broadcast), output));
    }

    protected override void CloseFunction()
    {
        _broadcast?.Call.End();
        _function?.Close();
    }

    protected override void CollectFirst(TIn value, long timestamp)
    {
        BeginElement();
        var side = _data!;
        side.Begin(keySelector(value), timestamp);
        _function!.ProcessElement(value, side, side.Collector);
        side.End();
    }

    protected override void CollectSecond(TBroadcast value, long timestamp)
    {
        var at = BeginElement().At;
        var side = _broadcast!;
        at.NoKeyBecause(NoKey);
        side.Call.Begin(timestamp);
        _function!.ProcessBroadcastElement(value, side, side.Collector);
        side.Call.End();
        at.NoKeyBecause(null);
    }
}
