using FlowActors.Serialization;
using FlowActors.State.Memory.Tables;

namespace FlowActors.State.Memory.Keyed;

/// <summary>The states of one operator of one subtask, each a table by key.</summary>
internal sealed class MemoryKeyedStateBackend<TKey>(KeyedStateSettings settings) : IKeyedStateBackend<TKey>
{
    private readonly StateCatalog _catalog = new(settings.OperatorName);
    private readonly KeyContext<TKey> _context = new(settings);

    public KeySerializer<TKey> KeySerializer => _context.Keys;

    public KeyGroupRange KeyGroups => settings.KeyGroups;

    public TKey CurrentKey
    {
        get => _context.Key;
        set => _context.Set(value);
    }

    public void SetCurrentKey(TKey key, int stableHash) => _context.Set(key, stableHash);

    public StateTable<TKey, TValue> GetTable<TValue>(ValueStateDescriptor<TValue> descriptor) => Value(descriptor).Table;

    public IValueState<T> GetState<T>(ValueStateDescriptor<T> descriptor) => Value(descriptor);

    public IListState<T> GetListState<T>(ListStateDescriptor<T> descriptor) => _catalog.GetOrAdd(
        descriptor.Name,
        new StateSignature("list", typeof(T)),
        () =>
        {
            RequireSerializer(descriptor.Serializer);
            return new MemoryListState<TKey, T>(_context, NewTable<List<T>>(descriptor));
        });

    public IMapState<TMapKey, TMapValue> GetMapState<TMapKey, TMapValue>(MapStateDescriptor<TMapKey, TMapValue> descriptor)
        where TMapKey : notnull => _catalog.GetOrAdd(
        descriptor.Name,
        new StateSignature("map", typeof(TMapKey), typeof(TMapValue)),
        () =>
        {
            RequireSerializer(descriptor.ValueSerializer);
            var mapKeys = new MapKeys<TMapKey>(descriptor.Name, settings.OperatorName, settings.Serializers.GetKey<TMapKey>());
            return new MemoryMapState<TKey, TMapKey, TMapValue>(_context, NewTable<Dictionary<TMapKey, TMapValue>>(descriptor), mapKeys);
        });

    public IReducingState<T> GetReducingState<T>(ReducingStateDescriptor<T> descriptor) => _catalog.GetOrAdd(
        descriptor.Name,
        new StateSignature("reducing", typeof(T)),
        () => new MemoryReducingState<TKey, T>(
            _context, NewTable<T>(descriptor), descriptor.Reduce, CopierOf(RequireSerializer(descriptor.Serializer))));

    public IAggregatingState<TIn, TOut> GetAggregatingState<TIn, TAccumulator, TOut>(
        AggregatingStateDescriptor<TIn, TAccumulator, TOut> descriptor) => _catalog.GetOrAdd(
        descriptor.Name,
        new StateSignature("aggregating", typeof(TIn), typeof(TAccumulator), typeof(TOut)),
        () => new MemoryAggregatingState<TKey, TIn, TAccumulator, TOut>(
            _context, NewTable<TAccumulator>(descriptor), descriptor.Function, CopierOf(RequireSerializer(descriptor.Serializer))));

    public void Dispose() => _catalog.Clear();

    private MemoryValueState<TKey, T> Value<T>(ValueStateDescriptor<T> descriptor) => _catalog.GetOrAdd(
        descriptor.Name,
        new StateSignature("value", typeof(T)),
        () =>
        {
            RequireSerializer(descriptor.Serializer);
            return new MemoryValueState<TKey, T>(_context, NewTable<T>(descriptor));
        });

    private MemoryStateTable<TKey, T> NewTable<T>(StateDescriptor descriptor) => new(_context, descriptor.Name);

    // Asked for even where memory needs none: a type that cannot be stored is refused on every backend alike.
    private TypeSerializer<T> RequireSerializer<T>(TypeSerializer<T>? given) => given ?? settings.Serializers.Get<T>();

    private Copier<T> CopierOf<T>(TypeSerializer<T> serializer) => new(serializer, settings.CopyMutableValues);
}
