using System.Reflection;

namespace FlowActors.Serialization;

/// <summary>Refuses collections with a comparer of their own, which would come back with the default one.</summary>
internal static class CollectionComparers
{
    public static void Check<TCollection>(TCollection collection)
    {
        foreach (var property in Of<TCollection>.Properties)
        {
            var comparer = property.GetValue(collection);
            var compared = property.PropertyType.GetGenericArguments()[0];
            if (comparer is null || ReferenceEquals(comparer, DefaultOf(property.PropertyType, compared))) continue;
            if (compared == typeof(string) && ReferenceEquals(comparer, StringComparer.Ordinal)) continue;
            throw StringComparers.Refused(comparer);
        }
    }

    private static object? DefaultOf(Type comparer, Type compared)
    {
        var holder = comparer.GetGenericTypeDefinition() == typeof(IComparer<>) ? typeof(Comparer<>) : typeof(EqualityComparer<>);
        return holder.MakeGenericType(compared).GetProperty("Default")!.GetValue(null);
    }

    private static class Of<TCollection>
    {
        public static readonly PropertyInfo[] Properties = [.. typeof(TCollection).GetProperties().Where(IsComparer)];

        private static bool IsComparer(PropertyInfo property) => property.PropertyType is { IsGenericType: true } type &&
            (type.GetGenericTypeDefinition() == typeof(IComparer<>) || type.GetGenericTypeDefinition() == typeof(IEqualityComparer<>));
    }
}
