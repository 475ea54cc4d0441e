using FlowActors.Functions;
using FlowActors.State;

namespace FlowActors.Operators;

/// <summary>Runs a process function over two streams that are keyed by one type of keys: both sides of a key have one state.</summary>
/// <param name="firstKey">Takes the key out of a record of the first stream.</param>
/// <param name="secondKey">Takes the key out of a record of the second stream.</param>
/// <param name="create">Makes the function.</param>
/// <param name="method">The method of the stream that was given the factory.</param>
internal sealed class KeyedCoProcessOperator<TKey, TFirst, TSecond, TOut>(
    Func<TFirst, TKey> firstKey, Func<TSecond, TKey> secondKey, Func<KeyedCoProcessFunction<TKey, TFirst, TSecond, TOut>> create, string method)
    : KeyedTwoInputOperator<TKey, TFirst, TSecond, TOut>
{
    private KeyedCoProcessFunction<TKey, TFirst, TSecond, TOut>? _function;

    protected override void OpenFunction(IKeyedStates<TKey> states)
    {
        _function = FunctionFactory.Make(create, Context, method);
        Initialize(FunctionFactory.UserFunction(_function), states);
        _function.Open(new KeyedRuntimeContext(Context, states));
        OnTimer<TKey, TOut> onTimer = _function.OnTimer;
        if (onTimer.Method.DeclaringType != typeof(KeyedCoProcessFunction<TKey, TFirst, TSecond, TOut>)) UseTimers(onTimer);
    }

    protected override void CloseFunction() => _function?.Close();

    protected override void CollectFirst(TFirst value, long timestamp)
    {
        var call = BeginElement();
        call.Begin(firstKey(value), timestamp);
        _function!.ProcessElement1(value, call, call.Collector);
        call.End();
    }

    protected override void CollectSecond(TSecond value, long timestamp)
    {
        var call = BeginElement();
        call.Begin(secondKey(value), timestamp);
        _function!.ProcessElement2(value, call, call.Collector);
        call.End();
    }
}
