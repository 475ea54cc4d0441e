namespace FlowActors.State.Snapshots.Files;

/// <summary>Which elements of a state are meant, by the bytes of <see cref="SortKey"/>.</summary>
/// <param name="From">The first bytes that belong to it.</param>
/// <param name="To">The first bytes behind it; null for no end.</param>
internal readonly record struct SortKeyRange(ReadOnlyMemory<byte> From, ReadOnlyMemory<byte>? To)
{
    public static SortKeyRange All => default;

    /// <summary>
    /// What begins with these bytes. With the bytes of a whole key: all of that key, as no key's bytes begin with another's; with key,
    /// namespace and map key: one entry of a map.
    /// </summary>
    public static SortKeyRange Prefix(ReadOnlyMemory<byte> prefix) => new(prefix, Behind(prefix.Span));

    /// <summary>What comes behind all that begins with these bytes: the next page.</summary>
    public static SortKeyRange After(ReadOnlyMemory<byte> prefix) => Behind(prefix.Span) is { } next ? new(next, null) : Nothing;

    // Ends before it begins.
    private static SortKeyRange Nothing => new(default, ReadOnlyMemory<byte>.Empty);

    public bool IsBefore(ReadOnlySpan<byte> sortKey) => To is { } to && sortKey.SequenceCompareTo(to.Span) >= 0;

    public bool IsBehind(ReadOnlySpan<byte> sortKey) => sortKey.SequenceCompareTo(From.Span) < 0;

    // A prefix of highest bytes only has nothing behind it.
    private static ReadOnlyMemory<byte>? Behind(ReadOnlySpan<byte> prefix)
    {
        var end = prefix.LastIndexOfAnyExcept(byte.MaxValue);
        if (end < 0) return null;
        var next = prefix[..(end + 1)].ToArray();
        next[end]++;
        return next;
    }
}
