using System.Collections;
using System.Reflection;

namespace FlowActors.Serialization;

/// <summary>
/// Tries a collection that is not .NET's own with a few elements: they must come back, and each field must either follow from
/// them or be known to be left out.
/// </summary>
internal static class CollectionProbe
{
    private const int Elements = 5;

    /// <summary>Why a value would not come back as it was, or null.</summary>
    public static string? FindFault<TCollection, TElement>(CollectionAccess<TCollection, TElement> access, Func<Probe, TElement> make, Func<TElement, byte[]> bytesOf)
    {
        if (typeof(TCollection).IsInterface || typeof(TCollection).IsArray || FrameworkTypes.Contains(typeof(TCollection))) return null;
        var probe = new Probe(isOdd: true);
        var fields = OwnCollectionFields.Of(typeof(TCollection)).ToList();
        try
        {
            var given = Enumerable.Range(0, Elements).Select(_ => make(probe)).ToArray();
            var full = access.Create(given);
            if (FindChange(access, given, full, bytesOf) is { } change) return change;
            var few = Few(access, given);
            var again = access.Create(given);
            return fields.Find(f => !FollowsFromElements(f.GetValue(few), f.GetValue(full), f.GetValue(again))) is { } lost ? OwnCollectionFields.Reason(lost) : null;
        }
        catch (Exception)
        {
            // A collection that refuses elements which were made up. What is one itself may hold them; what is not may be anything.
            return fields.Find(f => !IsCollection(f.FieldType)) is { } lost ? OwnCollectionFields.Reason(lost) : null;
        }
    }

    private static string? FindChange<TCollection, TElement>(
        CollectionAccess<TCollection, TElement> access, TElement[] given, TCollection full, Func<TElement, byte[]> bytesOf)
    {
        var once = Texts(access.ToArray(full)!);
        var twice = Texts(access.ToArray(access.Create(access.ToArray(full)!))!);
        const string cure = "Make it from its elements as they are, or register a serializer.";
        if (once.Except(Texts(given), StringComparer.Ordinal).Any() || !once.Order(StringComparer.Ordinal).SequenceEqual(twice.Order(StringComparer.Ordinal)))
            return $"is a collection that changes the elements it is made from. {cure}";
        return !once.SequenceEqual(twice) && once.SequenceEqual(twice.Reverse()) ? $"is a collection that enumerates its elements in the reverse order. {cure}" : null;

        string[] Texts(TElement[] elements) => Array.ConvertAll(elements, e => Convert.ToHexString(bytesOf(e)));
    }

    // Not every collection can be empty.
    private static TCollection Few<TCollection, TElement>(CollectionAccess<TCollection, TElement> access, TElement[] given)
    {
        try
        {
            return access.Create([]);
        }
        catch (SerializationException)
        {
            return access.Create(given[..1]);
        }
    }

    private static bool FollowsFromElements(object? few, object? full, object? again) => full switch
    {
        null => few is not null,
        string or ValueType and not IEnumerable => !full.Equals(few) && full.Equals(again),
        IEnumerable elements => elements.Cast<object?>().Any(),
        Lock => true,
        _ => few is null || full.GetType() == typeof(object),
    };

    private static bool IsCollection(Type type) => type != typeof(string) && typeof(IEnumerable).IsAssignableFrom(type);
}
