using PolyType.Abstractions;

namespace FlowActors.Serialization;

/// <summary>What shapes say about collections, as functions over arrays.</summary>
internal static class Collections
{
    public static void Check(SerializerBuilder builder, Type type, CollectionConstructionStrategy strategy)
    {
        if (strategy == CollectionConstructionStrategy.None)
        {
            throw builder.Refuse(type, "is a collection that can not be made from its elements. Use a standard collection, or register a serializer.");
        }

        if (OwnCollectionFields.AreBesideElements(type) && OwnCollectionFields.Of(type).FirstOrDefault() is { } field)
            throw builder.Refuse(type, OwnCollectionFields.Reason(field));
    }

    public static CollectionAccess<TCollection, TElement> Access<TCollection, TElement>(IEnumerableTypeShape<TCollection, TElement> shape)
    {
        if (shape.ConstructionStrategy == CollectionConstructionStrategy.Parameterized)
        {
            var parameterized = shape.GetParameterizedConstructor();
            return new(shape.GetGetEnumerable(), elements => parameterized(elements, default));
        }

        var construct = shape.GetDefaultConstructor();
        var append = shape.GetAppender();
        return new(shape.GetGetEnumerable(), elements =>
        {
            var collection = construct(default);
            foreach (var element in elements) append(ref collection, element);
            return collection;
        });
    }

    public static CollectionAccess<TMap, KeyValuePair<TKey, TValue>> Access<TMap, TKey, TValue>(IDictionaryTypeShape<TMap, TKey, TValue> shape)
        where TKey : notnull
    {
        if (shape.ConstructionStrategy == CollectionConstructionStrategy.Parameterized)
        {
            var parameterized = shape.GetParameterizedConstructor();
            return new(shape.GetGetDictionary(), elements => parameterized(elements, default));
        }

        var construct = shape.GetDefaultConstructor();
        var insert = shape.GetInserter(shape.AvailableInsertionModes.HasFlag(DictionaryInsertionMode.Throw) ? DictionaryInsertionMode.Throw : DictionaryInsertionMode.None);
        return new(shape.GetGetDictionary(), entries =>
        {
            var map = construct(default);
            foreach (var (key, value) in entries) insert(ref map, key, value);
            return map;
        });
    }
}
