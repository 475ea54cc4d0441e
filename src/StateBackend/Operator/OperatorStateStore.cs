using FlowActors.Serialization;
using FlowActors.State.Keyed;
using FlowActors.State.Scopes;

namespace FlowActors.State.Operator;

/// <summary>
/// The operator state of one operator of one subtask, as objects on every backend: it is small, and belongs to no key. How a state is
/// redistributed is part of what its name stands for.
/// </summary>
internal sealed class OperatorStateStore(StateCatalog catalog, SerializerRegistry serializers) : IOperatorStateStore
{
    public IOperatorListState<T> GetListState<T>(ListStateDescriptor<T> descriptor) => List(StateKind.OperatorList, descriptor);

    public IOperatorListState<T> GetUnionListState<T>(ListStateDescriptor<T> descriptor) => List(StateKind.UnionList, descriptor);

    public IBroadcastState<TMapKey, TMapValue> GetBroadcastState<TMapKey, TMapValue>(
        MapStateDescriptor<TMapKey, TMapValue> descriptor)
        where TMapKey : notnull
    {
        CheckKeptForEver(descriptor);
        var signature = new StateSignature(StateKind.Broadcast, typeof(TMapKey), typeof(TMapValue));
        return catalog.GetOrAdd<BroadcastState<TMapKey, TMapValue>>(descriptor.Name, signature, () =>
        {
            var values = descriptor.ValueSerializer ?? serializers.Get<TMapValue>();
            var mapKeys = new MapKeys<TMapKey>(descriptor.Name, catalog.Owner.Name, serializers.GetKey<TMapKey>());
            return new BroadcastEntry<TMapKey, TMapValue>(
                signature,
                Header(descriptor, signature.Kind, values) with { MapKey = mapKeys.Serializer.Schema },
                new BroadcastState<TMapKey, TMapValue>(mapKeys, descriptor.Name, catalog.Owner.Name),
                mapKeys.Serializer,
                values,
                serializers);
        });
    }

    private OperatorListState<T> List<T>(StateKind kind, ListStateDescriptor<T> descriptor)
    {
        CheckKeptForEver(descriptor);
        var signature = new StateSignature(kind, typeof(T));
        return catalog.GetOrAdd<OperatorListState<T>>(descriptor.Name, signature, () =>
        {
            var values = descriptor.Serializer ?? serializers.Get<T>();
            return new OperatorListEntry<T>(
                signature,
                Header(descriptor, kind, values),
                new OperatorListState<T>(descriptor.Name, catalog.Owner.Name),
                values,
                serializers);
        });
    }

    private void CheckKeptForEver(StateDescriptor descriptor)
    {
        if (descriptor.TimeToLive is null) return;
        throw new ArgumentException(
            $"State '{descriptor.Name}' of operator '{catalog.Owner.Name}' has a time to live, which only keyed state can have. Leave " +
            $"{nameof(StateDescriptor.TimeToLive)} out, and remove by a time of your own what is over.",
            nameof(descriptor));
    }

    private StateHeader Header(StateDescriptor descriptor, StateKind kind, TypeSerializer values) =>
        new(catalog.Owner.Uid, catalog.Owner.Name, descriptor.Name, kind, null, null, null, values.Schema);
}
