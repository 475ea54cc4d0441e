namespace FlowActors.Serialization;

/// <summary>
/// Dictionaries and sets of strings keep their comparer, if it is one of the two that mean the same everywhere. Any other
/// comparer would silently be lost, so it is refused.
/// </summary>
internal static class StringComparers
{
    public static byte CodeOf(object? comparer) => comparer switch
    {
        null => 0,
        _ when ReferenceEquals(comparer, EqualityComparer<string>.Default) || ReferenceEquals(comparer, StringComparer.Ordinal) => 0,
        _ when ReferenceEquals(comparer, StringComparer.OrdinalIgnoreCase) => 1,
        _ => throw Refused(comparer),
    };

    public static IEqualityComparer<T>? Of<T>(byte code) => code switch
    {
        0 => null,
        1 => (IEqualityComparer<T>)(object)StringComparer.OrdinalIgnoreCase,
        _ => throw CorruptValue.Of("a string comparer", code),
    };

    /// <summary>Refuses a comparer that would not come back with the collection.</summary>
    public static void CheckDefault<T>(object? comparer)
    {
        if (comparer is null || ReferenceEquals(comparer, EqualityComparer<T>.Default) || ReferenceEquals(comparer, Comparer<T>.Default)) return;
        if (ReferenceEquals(comparer, StringComparer.Ordinal) && typeof(T) == typeof(string)) return;
        throw Refused(comparer);
    }

    public static SerializationException Refused(object comparer) => new(
        $"A collection uses the comparer {TypeNames.Of(comparer.GetType())}, which would not come back with it. Use the default comparer, " +
        "or for a Dictionary or HashSet of strings StringComparer.Ordinal or StringComparer.OrdinalIgnoreCase.");
}
