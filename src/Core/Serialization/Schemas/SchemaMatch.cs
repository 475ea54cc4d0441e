namespace FlowActors.Serialization;

/// <summary>How values that were written under one schema become values under another.</summary>
/// <param name="Written">The schema of the bytes.</param>
/// <param name="Present">The schema that is wanted.</param>
/// <param name="Step">The way from one to the other; of no use where it is not <see cref="IsReadable"/>.</param>
/// <param name="Changes">All differences, from the outermost schema on; none where the schemas are equal.</param>
internal sealed record SchemaMatch(TypeSchema Written, TypeSchema Present, SchemaStep Step, IReadOnlyList<SchemaChange> Changes)
{
    /// <summary>Whether nothing stands in the way.</summary>
    public bool IsReadable => Changes.All(c => c.IsReadable);

    /// <summary>Whether the bytes are the same, so that no step is needed.</summary>
    public bool IsIdentity => Changes.All(c => c.IsReadable && c.Kind == SchemaChangeKind.Renamed);

    /// <summary>The same match, where values can be read.</summary>
    /// <exception cref="SerializationException">They cannot; the message lists what stands in the way.</exception>
    public SchemaMatch OrThrow() => IsReadable ? this : throw new SerializationException(
        $"Values written as {Written} can not be read as {Present}: {string.Join("; ", Changes.Where(c => !c.IsReadable))}.");
}
