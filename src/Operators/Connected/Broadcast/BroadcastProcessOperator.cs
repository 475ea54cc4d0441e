using FlowActors.Functions;
using FlowActors.State;

namespace FlowActors.Operators;

/// <summary>Runs a function of the broadcast state pattern without keys: input 0 is the data side, input 1 the broadcast side.</summary>
/// <param name="create">Makes the function.</param>
/// <param name="descriptors">What the broadcast side was given.</param>
internal sealed class BroadcastProcessOperator<TIn, TBroadcast, TOut>(
    Func<BroadcastProcessFunction<TIn, TBroadcast, TOut>> create, IReadOnlyList<MapStateDescriptor> descriptors)
    : TwoInputOperator<TIn, TBroadcast, TOut>, IDeclaresState
{
    private BroadcastProcessFunction<TIn, TBroadcast, TOut>? _function;
    private DataSide<TOut>? _data;
    private BroadcastSide<TOut>? _broadcast;
    private long _watermark = long.MinValue;

    public override void Open()
    {
        var states = new BroadcastStates(Context, descriptors);
        _data = new DataSide<TOut>(Context, Output, () => _watermark, states);
        _broadcast = new BroadcastSide<TOut>(Context, Output, () => _watermark, states);
        Enter();
        _function = FunctionFactory.Make(create, Context, "Process");
        Initialize(_function);
        _function.Open(Context);
        _broadcast.Opened();
    }

    public void DeclareState()
    {
        _ = new BroadcastStates(Context, descriptors);
        Initialize(FunctionFactory.Make(create, Context, "Process"));
    }

    public override void Watermark(long timestamp)
    {
        _watermark = timestamp;
        base.Watermark(timestamp);
    }

    public override void Close()
    {
        Enter();
        _data?.Call.End();
        _broadcast?.Call.End();
        _function?.Close();
    }

    protected override void CollectFirst(TIn value, long timestamp)
    {
        var side = _data!;
        side.Call.Begin(timestamp);
        _function!.ProcessElement(value, side, side.Collector);
        side.Call.End();
    }

    protected override void CollectSecond(TBroadcast value, long timestamp)
    {
        var side = _broadcast!;
        side.Call.Begin(timestamp);
        _function!.ProcessBroadcastElement(value, side, side.Collector);
        side.Call.End();
    }
}
