using System.Collections.Concurrent;
using System.Collections.ObjectModel;
using System.Reflection;

namespace FlowActors.Serialization;

/// <summary>Refuses collections with a comparer of their own, which would come back with the default one.</summary>
internal static class CollectionComparers
{
    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> s_properties = new();

    /// <param name="collection">Of any run-time type: an interface says nothing of comparers.</param>
    /// <param name="fresh">A collection as it is made anew, whose type may bring the comparer along; null if there is none.</param>
    public static void Check(object collection, object? fresh)
    {
        foreach (var property in s_properties.GetOrAdd(collection.GetType(), type => [.. type.GetProperties(Any).Where(p => IsComparer(p) || IsWrapped(p))]))
        {
            if (property.GetValue(collection) is not { } held) continue;
            if (IsWrapped(property)) Check(held, fresh: null);
            else if (!IsDefault(held, property.PropertyType) && !IsBroughtAlong(held, property, fresh)) throw StringComparers.Refused(held);
        }
    }

    private static bool IsDefault(object comparer, Type type)
    {
        var compared = type.GetGenericArguments()[0];
        if (compared == typeof(string) && ReferenceEquals(comparer, StringComparer.Ordinal)) return true;
        var holder = type.GetGenericTypeDefinition() == typeof(IComparer<>) ? typeof(Comparer<>) : typeof(EqualityComparer<>);
        return ReferenceEquals(comparer, holder.MakeGenericType(compared).GetProperty("Default")!.GetValue(null));
    }

    private static bool IsBroughtAlong(object comparer, PropertyInfo property, object? fresh) =>
        property.DeclaringType!.IsInstanceOfType(fresh) && comparer.Equals(property.GetValue(fresh));

    private static bool IsComparer(PropertyInfo property) =>
        property.GetMethod?.IsPublic is true && Definition(property.PropertyType) is { } type && (type == typeof(IComparer<>) || type == typeof(IEqualityComparer<>));

    /// <summary>What .NET's read-only wrappers hide.</summary>
    private static bool IsWrapped(PropertyInfo property) => Definition(property.DeclaringType!) is { } owner &&
        ((owner == typeof(ReadOnlyDictionary<,>) && property.Name == "Dictionary") || (owner == typeof(ReadOnlySet<>) && property.Name == "Set"));

    private static Type? Definition(Type type) => type.IsGenericType ? type.GetGenericTypeDefinition() : null;
}
