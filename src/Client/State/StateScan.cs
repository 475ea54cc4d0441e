namespace FlowActors.Client.State;

/// <summary>Which keys are scanned, and how many at a time. Without bounds all of them, by key group; within bounds in the order of keys.</summary>
/// <typeparam name="TKey">The type of keys: for bounds one of a single value, as a number or a text.</typeparam>
public sealed record StateScan<TKey>
{
    /// <summary>Only keys that begin with it, which are texts then; null, the default, for any.</summary>
    public string? Prefix { get; init; }

    /// <summary>The first key; nothing, the default, for the first there is.</summary>
    public Optional<TKey> From { get; init; }

    /// <summary>The first key behind the last one; nothing, the default, for the end.</summary>
    public Optional<TKey> To { get; init; }

    /// <summary>How many entries one page has at most; null, the default, leaves it to the server.</summary>
    public int? PageSize { get; init; }

    /// <summary>
    /// Where it begins: behind what was too large for an answer, as <see cref="FlowActorsClientException.Cursor"/> of the same scan says; null, the default, for the first key.
    /// </summary>
    public string? Cursor { get; init; }
}

/// <summary>A value, or none.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
public readonly record struct Optional<T>
{
    /// <summary>A value.</summary>
    public Optional(T value) => (HasValue, Value) = (true, value);

    /// <summary>Whether there is one.</summary>
    public bool HasValue { get; }

    /// <summary>The value; the default where there is none.</summary>
    public T? Value { get; }

    /// <summary>A value.</summary>
    public static implicit operator Optional<T>(T value) => new(value);
}
