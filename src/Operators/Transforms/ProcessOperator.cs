using FlowActors.Functions;

namespace FlowActors.Operators;

internal sealed class ProcessOperator<TIn, TOut>(Func<ProcessFunction<TIn, TOut>> create) : OneInputOperator<TIn, TOut>, IDeclaresState
{
    private ProcessFunction<TIn, TOut>? _function;
    private UnkeyedContext<TOut>? _context;
    private UnkeyedCall? _call;
    private TimestampedCollector<TOut>? _collector;
    private long _watermark = long.MinValue;

    public override void Open()
    {
        _context = new UnkeyedContext<TOut>(Context, Output, () => _watermark, NoTimers.NoKeys);
        (_call, _collector) = (_context.Call, _context.Collector);
        Enter();
        _function = FunctionFactory.Make(create, Context, "Process");
        Initialize(_function);
        _function.Open(Context);
    }

    public void DeclareState() => Initialize(FunctionFactory.Make(create, Context, "Process"));

    public override void Collect(TIn value, long timestamp)
    {
        _call!.Begin(timestamp);
        _function!.ProcessElement(value, _context!, _collector!);
        _call.End();
    }

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
}
