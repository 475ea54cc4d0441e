using FlowActors.Functions;

namespace FlowActors.Operators;

/// <summary>Runs a process function over two streams.</summary>
/// <param name="create">Makes the function.</param>
/// <param name="method">The method of the stream that was given the factory.</param>
internal sealed class CoProcessOperator<TFirst, TSecond, TOut>(Func<CoProcessFunction<TFirst, TSecond, TOut>> create, string method)
    : TwoInputOperator<TFirst, TSecond, TOut>, IDeclaresState
{
    private CoProcessFunction<TFirst, TSecond, TOut>? _function;
    private UnkeyedContext<TOut>? _context;
    private UnkeyedCall? _call;
    private TimestampedCollector<TOut>? _collector;
    private long _watermark = long.MinValue;

    public override void Open()
    {
        _context = new UnkeyedContext<TOut>(Context, Output, () => _watermark, NoTimers.NoKeys);
        (_call, _collector) = (_context.Call, _context.Collector);
        Enter();
        _function = FunctionFactory.Make(create, Context, method);
        Initialize(FunctionFactory.UserFunction(_function));
        _function.Open(Context);
    }

    public void DeclareState() => Initialize(FunctionFactory.UserFunction(FunctionFactory.Make(create, Context, method)));

    public override void Watermark(long timestamp)
    {
        _watermark = timestamp;
        base.Watermark(timestamp);
    }

    public override void Close()
    {
        Enter();
        _call?.End();
        _function?.Close();
    }

    protected override void CollectFirst(TFirst value, long timestamp)
    {
        _call!.Begin(timestamp);
        _function!.ProcessElement1(value, _context!, _collector!);
        _call.End();
    }

    protected override void CollectSecond(TSecond value, long timestamp)
    {
        _call!.Begin(timestamp);
        _function!.ProcessElement2(value, _context!, _collector!);
        _call.End();
    }
}
