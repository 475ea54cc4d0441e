using FlowActors.Functions;
using FlowActors.State;

namespace FlowActors.Operators;

/// <summary>For records of the broadcast side where the data side is keyed: reaches keyed state key by key.</summary>
internal sealed class KeyedBroadcastSide<TKey, TOut>(
    OperatorContext context, Output<TOut> output, Func<long> watermark, BroadcastStates states, IKeyedStates<TKey> keyed)
    : BroadcastSide<TOut>(context, output, watermark, states), IKeyedBroadcastContext<TKey>
{
    public void ApplyToKeyedState<T>(ValueStateDescriptor<T> descriptor, Action<TKey, IValueState<T>> function) =>
        Apply(descriptor, function, keyed.GetState);

    public void ApplyToKeyedState<T>(ListStateDescriptor<T> descriptor, Action<TKey, IListState<T>> function) =>
        Apply(descriptor, function, keyed.GetListState);

    public void ApplyToKeyedState<TMapKey, TMapValue>(
        MapStateDescriptor<TMapKey, TMapValue> descriptor, Action<TKey, IMapState<TMapKey, TMapValue>> function)
        where TMapKey : notnull => Apply(descriptor, function, keyed.GetMapState);

    public void ApplyToKeyedState<T>(ReducingStateDescriptor<T> descriptor, Action<TKey, IReducingState<T>> function) =>
        Apply(descriptor, function, keyed.GetReducingState);

    public void ApplyToKeyedState<TIn, TAccumulator, TResult>(
        AggregatingStateDescriptor<TIn, TAccumulator, TResult> descriptor, Action<TKey, IAggregatingState<TIn, TResult>> function) =>
        Apply(descriptor, function, keyed.GetAggregatingState);

    private void Apply<TDescriptor, TState>(TDescriptor descriptor, Action<TKey, TState> function, Func<TDescriptor, TState> get)
        where TDescriptor : StateDescriptor
    {
        ArgumentNullException.ThrowIfNull(descriptor);
        ArgumentNullException.ThrowIfNull(function);
        Call.Check();
        var state = get(descriptor);
        // A call within another one gives it its key back.
        var isWithin = keyed.Key.Current != 0;
        var outer = isWithin ? keyed.Key.Key : default;
        for (var group = keyed.KeyGroups.Start; group <= keyed.KeyGroups.End; group++)
        {
            foreach (var key in keyed.KeysOf(descriptor.Name, group))
            {
                keyed.Key.Set(key);
                function(key, state);
                keyed.Key.Clear();
            }
        }

        if (isWithin) keyed.Key.Set(outer!);
    }
}
