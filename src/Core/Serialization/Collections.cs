using System.Reflection;
using PolyType.Abstractions;

namespace FlowActors.Serialization;

/// <summary>What shapes say about collections, as functions over arrays.</summary>
internal static class Collections
{
    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    public static void Check(SerializerBuilder builder, Type type, CollectionConstructionStrategy strategy, bool isAsync)
    {
        if (isAsync) throw builder.Refuse(type, "is a sequence in time, not data. Use a list.");
        if (strategy == CollectionConstructionStrategy.None)
        {
            throw builder.Refuse(type, "is a collection that can not be made from its elements. Use a standard collection, or register a serializer.");
        }

        if (OwnProperty(type) is { } property)
        {
            throw builder.Refuse(type, $"is a collection with the property {property}, which would be lost. Keep a collection as a member instead, or register a serializer.");
        }
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

    /// <summary>A settable property that a user's collection has besides its elements.</summary>
    private static string? OwnProperty(Type type)
    {
        for (var t = type; t is not null && t.Namespace?.StartsWith("System", StringComparison.Ordinal) is not true; t = t.BaseType)
        {
            if (t.GetFields(Declared).FirstOrDefault(f => f.Name.EndsWith("k__BackingField", StringComparison.Ordinal)) is { } field)
                return field.Name[1..field.Name.IndexOf('>', StringComparison.Ordinal)];
        }

        return null;
    }
}
