using FlowActors.State;

namespace FlowActors.Functions;

/// <summary>What a function of the broadcast state pattern may know of a record of the data side.</summary>
public interface IReadOnlyBroadcastContext : IProcessContext
{
    /// <summary>The broadcast states, which <see cref="BroadcastContextStates"/> gives to be read.</summary>
    /// <exception cref="InvalidOperationException">No call is under way.</exception>
    BroadcastStates BroadcastStates { get; }
}

/// <summary>What a function of the broadcast state pattern may know of a record of a data side that is keyed.</summary>
/// <typeparam name="TKey">The key.</typeparam>
public interface IKeyedReadOnlyBroadcastContext<out TKey> : IReadOnlyBroadcastContext, IKeyedProcessContext<TKey>;

/// <summary>What a function of the broadcast state pattern may know of a timer that fires.</summary>
/// <typeparam name="TKey">The key that set it.</typeparam>
public interface IBroadcastOnTimerContext<out TKey> : IKeyedReadOnlyBroadcastContext<TKey>, IOnTimerContext<TKey>;

/// <summary>What a function of the broadcast state pattern may know of a record of the broadcast side, and do for it.</summary>
public interface IBroadcastContext : IProcessContext
{
    /// <summary>The broadcast states, which <see cref="BroadcastContextStates"/> gives to be read and changed.</summary>
    /// <exception cref="InvalidOperationException">No call is under way.</exception>
    BroadcastStates BroadcastStates { get; }
}

/// <summary>As <see cref="IBroadcastContext"/>, where the data side is keyed.</summary>
/// <remarks>
/// <c>ApplyToKeyedState</c> calls a function for each key of this subtask that has something in the state, with the state of that key, in the
/// order of key groups and keys. Keys that get something meanwhile are not visited. It takes as long as there are keys.
/// </remarks>
/// <typeparam name="TKey">The key of the data side.</typeparam>
public interface IKeyedBroadcastContext<out TKey> : IBroadcastContext
{
    /// <summary>Applies a function to the value of each key.</summary>
    /// <param name="descriptor">The keyed state.</param>
    /// <param name="function">Is given the key, in its canonical form, and its state.</param>
    /// <exception cref="InvalidOperationException">The name is taken by a state of another kind or type, or no call is under way.</exception>
    void ApplyToKeyedState<T>(ValueStateDescriptor<T> descriptor, Action<TKey, IValueState<T>> function);

    /// <summary>Applies a function to the list of each key.</summary>
    /// <inheritdoc cref="ApplyToKeyedState{T}(ValueStateDescriptor{T}, Action{TKey, IValueState{T}})"/>
    void ApplyToKeyedState<T>(ListStateDescriptor<T> descriptor, Action<TKey, IListState<T>> function);

    /// <summary>Applies a function to the map of each key.</summary>
    /// <inheritdoc cref="ApplyToKeyedState{T}(ValueStateDescriptor{T}, Action{TKey, IValueState{T}})"/>
    void ApplyToKeyedState<TMapKey, TMapValue>(
        MapStateDescriptor<TMapKey, TMapValue> descriptor, Action<TKey, IMapState<TMapKey, TMapValue>> function)
        where TMapKey : notnull;

    /// <summary>Applies a function to what is reduced for each key.</summary>
    /// <inheritdoc cref="ApplyToKeyedState{T}(ValueStateDescriptor{T}, Action{TKey, IValueState{T}})"/>
    void ApplyToKeyedState<T>(ReducingStateDescriptor<T> descriptor, Action<TKey, IReducingState<T>> function);

    /// <summary>Applies a function to what is aggregated for each key.</summary>
    /// <inheritdoc cref="ApplyToKeyedState{T}(ValueStateDescriptor{T}, Action{TKey, IValueState{T}})"/>
    void ApplyToKeyedState<TIn, TAccumulator, TOut>(
        AggregatingStateDescriptor<TIn, TAccumulator, TOut> descriptor, Action<TKey, IAggregatingState<TIn, TOut>> function);
}
