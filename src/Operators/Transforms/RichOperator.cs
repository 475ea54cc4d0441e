using FlowActors.Functions;

namespace FlowActors.Operators;

/// <summary>Leads a function of a stream without keys through its life.</summary>
internal abstract class RichOperator<TFunction, TIn, TOut>(Func<TFunction> create, string method) : OneInputOperator<TIn, TOut>, IDeclaresState
    where TFunction : RichStreamFunction
{
    private TFunction? _function;

    /// <summary>The subtask's own.</summary>
    protected TFunction Function => _function!;

    public override void Open()
    {
        Enter();
        _function = FunctionFactory.Make(create, Context, method);
        Initialize(_function);
        _function.OpenUnkeyed(Context);
    }

    // Without keys only what is initialized before the function is opened can be state.
    public void DeclareState() => Initialize(FunctionFactory.Make(create, Context, method));

    public override void Close()
    {
        Enter();
        _function?.Close();
    }
}

internal sealed class RichMapOperator<TIn, TOut>(Func<RichMapFunction<TIn, TOut>> create)
    : RichOperator<RichMapFunction<TIn, TOut>, TIn, TOut>(create, "Map")
{
    public override void Collect(TIn value, long timestamp)
    {
        Enter();
        Output.Collect(Function.Map(value), timestamp);
    }
}

internal sealed class RichFilterOperator<T>(Func<RichFilterFunction<T>> create) : RichOperator<RichFilterFunction<T>, T, T>(create, "Filter")
{
    public override void Collect(T value, long timestamp)
    {
        Enter();
        if (Function.Filter(value)) Output.Collect(value, timestamp);
    }
}

internal sealed class RichFlatMapOperator<TIn, TOut>(Func<RichFlatMapFunction<TIn, TOut>> create)
    : RichOperator<RichFlatMapFunction<TIn, TOut>, TIn, TOut>(create, "FlatMap")
{
    private UnkeyedCall? _call;
    private TimestampedCollector<TOut>? _collector;

    public override void Open()
    {
        _call = new UnkeyedCall(Context);
        _collector = new TimestampedCollector<TOut>(Output, Context, _call);
        base.Open();
    }

    public override void Collect(TIn value, long timestamp)
    {
        _call!.Begin(timestamp);
        Function.FlatMap(value, _collector!);
        _call.End();
    }

    public override void Close()
    {
        _call?.End();
        base.Close();
    }
}
