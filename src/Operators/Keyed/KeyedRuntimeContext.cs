using FlowActors.Functions;
using FlowActors.State;

namespace FlowActors.Operators;

/// <summary>A subtask's context together with the states of one operator.</summary>
internal sealed class KeyedRuntimeContext(IRuntimeContext context, IKeyedStateStore states) : IKeyedRuntimeContext
{
    public string JobName => context.JobName;

    public string OperatorName => context.OperatorName;

    public string OperatorUid => context.OperatorUid;

    public int SubtaskIndex => context.SubtaskIndex;

    public int Parallelism => context.Parallelism;

    public int MaxParallelism => context.MaxParallelism;

    public int Attempt => context.Attempt;

    public TimeProvider Time => context.Time;

    public IMetricGroup Metrics => context.Metrics;

    public CancellationToken Cancelled => context.Cancelled;

    public LongCounter GetLongCounter(string name) => context.GetLongCounter(name);

    public DoubleCounter GetDoubleCounter(string name) => context.GetDoubleCounter(name);

    public IValueState<T> GetState<T>(ValueStateDescriptor<T> descriptor) => states.GetState(descriptor);

    public IListState<T> GetListState<T>(ListStateDescriptor<T> descriptor) => states.GetListState(descriptor);

    public IMapState<TMapKey, TMapValue> GetMapState<TMapKey, TMapValue>(MapStateDescriptor<TMapKey, TMapValue> descriptor)
        where TMapKey : notnull => states.GetMapState(descriptor);

    public IReducingState<T> GetReducingState<T>(ReducingStateDescriptor<T> descriptor) => states.GetReducingState(descriptor);

    public IAggregatingState<TIn, TOut> GetAggregatingState<TIn, TAccumulator, TOut>(
        AggregatingStateDescriptor<TIn, TAccumulator, TOut> descriptor) => states.GetAggregatingState(descriptor);
}
