using System.Collections;

namespace FlowActors.Serialization;

/// <summary>Takes a collection apart and makes it again.</summary>
internal sealed class CollectionAccess<TCollection, TElement>(
    Func<TCollection, IEnumerable<TElement>> enumerate, Func<TElement[], TCollection> create)
{
    private static readonly string? s_definition = typeof(TCollection).IsGenericType ? typeof(TCollection).GetGenericTypeDefinition().FullName : null;

    /// <summary>A stack enumerates from its top and is filled from its bottom.</summary>
    private static readonly bool s_isStack = s_definition is
        "System.Collections.Generic.Stack`1" or "System.Collections.Concurrent.ConcurrentStack`1" or
        "System.Collections.Immutable.ImmutableStack`1" or "System.Collections.Immutable.IImmutableStack`1" or
        "System.Collections.Concurrent.ConcurrentBag`1";

    private static readonly bool s_mayBeSubtype = !typeof(TCollection).IsInterface && !typeof(TCollection).IsSealed && !typeof(TCollection).IsAbstract;

    private readonly Lazy<object?> _fresh = new(() => MakeFresh(create));

    /// <summary>Whether the collection itself never changes.</summary>
    public bool IsImmutable { get; } = s_definition?.StartsWith("System.Collections.Immutable.", StringComparison.Ordinal) is true
        ? !typeof(TCollection).Name.StartsWith("Builder", StringComparison.Ordinal)
        : s_definition?.StartsWith("System.Collections.Frozen.", StringComparison.Ordinal) is true;

    /// <summary>The elements in the order in which <see cref="Create"/> wants them; null for null.</summary>
    public TElement[]? ToArray(TCollection? collection)
    {
        if (collection is null || IsDefaultArray(collection)) return null;
        if (s_mayBeSubtype) ExactType.Check(collection, typeof(TCollection));
        else if (typeof(TCollection).IsInterface && OwnCollectionFields.FindLost(collection.GetType()) is { } lost)
            throw new SerializationException($"A {TypeNames.Of(collection.GetType())} stands where {TypeNames.Of(typeof(TCollection))} is declared, and {lost}");
        CollectionComparers.Check(collection, _fresh.Value);
        var elements = enumerate(collection).ToArray();
        if (s_isStack) Array.Reverse(elements);
        return elements;
    }

    /// <exception cref="SerializationException">The elements are not those of such a collection, for example not distinct.</exception>
    public TCollection Create(TElement[] elements)
    {
        try
        {
            return create(elements);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or NullReferenceException)
        {
            throw new SerializationException($"The elements read are not those of a {TypeNames.Of(typeof(TCollection))}: {e.Message}", e);
        }
    }

    // Only a type that is not .NET's own can bring a comparer along.
    private static object? MakeFresh(Func<TElement[], TCollection> create)
    {
        if (typeof(TCollection).IsInterface || FrameworkTypes.Contains(typeof(TCollection))) return null;
        try
        {
            return create([]);
        }
        catch (Exception)
        {
            // A collection that can not be empty.
            return null;
        }
    }

    /// <summary>The default value of an ImmutableArray or of a similar struct, which can not be enumerated.</summary>
    private static bool IsDefaultArray(TCollection collection) =>
        typeof(TCollection).IsValueType && collection is IStructuralEquatable && EqualityComparer<TCollection>.Default.Equals(collection, default);
}
