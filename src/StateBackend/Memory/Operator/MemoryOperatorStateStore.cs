using FlowActors.Serialization;

namespace FlowActors.State.Memory.Operator;

/// <summary>The operator state of one operator of one subtask. How a state is redistributed is part of what its name stands for.</summary>
internal sealed class MemoryOperatorStateStore(string operatorName, SerializerRegistry serializers) : IOperatorStateStore
{
    private readonly StateCatalog _catalog = new(operatorName);

    public IOperatorListState<T> GetListState<T>(ListStateDescriptor<T> descriptor) => List("operator list", descriptor);

    public IOperatorListState<T> GetUnionListState<T>(ListStateDescriptor<T> descriptor) => List("union list", descriptor);

    public IBroadcastState<TMapKey, TMapValue> GetBroadcastState<TMapKey, TMapValue>(
        MapStateDescriptor<TMapKey, TMapValue> descriptor)
        where TMapKey : notnull => _catalog.GetOrAdd(
        descriptor.Name,
        new StateSignature("broadcast", typeof(TMapKey), typeof(TMapValue)),
        () =>
        {
            RequireSerializer(descriptor.ValueSerializer);
            return new MemoryBroadcastState<TMapKey, TMapValue>(new(descriptor.Name, operatorName, serializers.GetKey<TMapKey>()));
        });

    private MemoryOperatorListState<T> List<T>(string kind, ListStateDescriptor<T> descriptor) => _catalog.GetOrAdd(
        descriptor.Name,
        new StateSignature(kind, typeof(T)),
        () =>
        {
            RequireSerializer(descriptor.Serializer);
            return new MemoryOperatorListState<T>();
        });

    // Asked for even where memory needs none: a type that cannot be stored is refused on every backend alike.
    private void RequireSerializer<T>(TypeSerializer<T>? given) => _ = given ?? serializers.Get<T>();
}
