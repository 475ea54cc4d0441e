using FlowActors.Functions;

namespace FlowActors.Operators;

internal sealed class KeyedProcessOperator<TKey, TIn, TOut>(
    Func<TIn, TKey> keySelector, Func<KeyedProcessFunction<TKey, TIn, TOut>> create)
    : OneInputOperator<TIn, TOut>, IDeclaresState
{
    private KeyedProcessFunction<TKey, TIn, TOut>? _function;
    private KeyedContext<TKey, TOut>? _call;

    public override void Open()
    {
        _call = new KeyedContext<TKey, TOut>(Context, Output);
        Enter();
        _function = FunctionFactory.Make(create, Context, "Process");
        Initialize(_function, _call.States);
        _function.Open(new KeyedRuntimeContext(Context, _call.States));
        OnTimer<TKey, TOut> onTimer = _function.OnTimer;
        if (onTimer.Method.DeclaringType != typeof(KeyedProcessFunction<TKey, TIn, TOut>)) _call.UseTimers(onTimer);
    }

    public void DeclareState() => StateDeclaration.ByOpening(this);

    public override void Collect(TIn value, long timestamp)
    {
        var call = _call!;
        call.FinishFirst();
        Enter();
        call.Begin(keySelector(value), timestamp);
        _function!.ProcessElement(value, call, call.Collector);
        call.End();
    }

    public override void Watermark(long timestamp) => _call!.Watermark(timestamp);

    public override void Status(bool active)
    {
        _call!.FinishFirst();
        base.Status(active);
    }

    public override Progress Resume() => _call!.Resume();

    public override void EndInput(int input) => _call!.EndInput();

    public override void Close()
    {
        Enter();
        _call?.Close();
        _function?.Close();
    }
}
