using FlowActors.Serialization;
using FlowActors.State;

namespace FlowActors.StateBackend.Tests.Contract;

/// <summary>The keyed states of the only operator of a scope, together with the scope.</summary>
public sealed class OpenedKeys<TKey>(IStateScope scope) : IKeyedStates<TKey>, IDisposable
{
    private readonly IKeyedStates<TKey> _states = scope.Keyed<TKey>(Opened.Uid);

    public IStateScope Scope => scope;

    public TKey CurrentKey
    {
        get => Key.Key;
        set => Key.Set(value);
    }

    public KeySerializer<TKey> KeySerializer => _states.KeySerializer;

    public KeyGroupRange KeyGroups => _states.KeyGroups;

    public KeyAtHand<TKey> Key => _states.Key;

    public StateTable<TKey, TValue> GetTable<TValue>(ValueStateDescriptor<TValue> descriptor) => _states.GetTable(descriptor);

    public IValueState<T> GetState<T>(ValueStateDescriptor<T> descriptor) => _states.GetState(descriptor);

    public IListState<T> GetListState<T>(ListStateDescriptor<T> descriptor) => _states.GetListState(descriptor);

    public IMapState<TMapKey, TMapValue> GetMapState<TMapKey, TMapValue>(MapStateDescriptor<TMapKey, TMapValue> descriptor)
        where TMapKey : notnull => _states.GetMapState(descriptor);

    public IReducingState<T> GetReducingState<T>(ReducingStateDescriptor<T> descriptor) => _states.GetReducingState(descriptor);

    public IAggregatingState<TIn, TOut> GetAggregatingState<TIn, TAccumulator, TOut>(
        AggregatingStateDescriptor<TIn, TAccumulator, TOut> descriptor) => _states.GetAggregatingState(descriptor);

    public ITimerQueue<TKey, TNamespace> GetTimers<TNamespace>(string name) => _states.GetTimers<TNamespace>(name);

    public IReadOnlyList<TKey> KeysOf(string name, int keyGroup) => _states.KeysOf(name, keyGroup);

    public void Dispose() => scope.Dispose();
}
