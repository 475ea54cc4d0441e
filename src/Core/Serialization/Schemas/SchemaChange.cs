namespace FlowActors.Serialization;

/// <summary>One way in which a type differs from what was written.</summary>
/// <param name="Kind">What has happened.</param>
/// <param name="Path">Where: names of members, separated by dots; the name of the type itself at the top.</param>
/// <param name="Written">What it was; null where there was nothing.</param>
/// <param name="Present">What it is; null where it is gone.</param>
/// <param name="Advice">What to do where it stands in the way of reading; else null.</param>
internal sealed record SchemaChange(SchemaChangeKind Kind, string Path, string? Written, string? Present, string? Advice = null)
{
    /// <summary>Whether values can be read all the same.</summary>
    public bool IsReadable => Advice is null;

    /// <summary>What has changed, without what to do.</summary>
    public string Fact => Kind switch
    {
        SchemaChangeKind.Added => $"{Path} ({Present}) is new",
        SchemaChangeKind.Removed => $"{Path} ({Written}) is gone",
        SchemaChangeKind.Reordered => $"{Path} has its members in another order",
        _ => $"{Path} was {Written} and is {Present}",
    };

    /// <inheritdoc/>
    public override string ToString() => IsReadable ? Fact : $"{Fact}: {Advice}";
}

/// <summary>What may happen to a type and its parts.</summary>
internal enum SchemaChangeKind
{
    /// <summary>A member or subtype that values do not have yet; a member gets its type's default.</summary>
    Added,

    /// <summary>A member that is left out, or a subtype.</summary>
    Removed,

    /// <summary>The members stand in another order.</summary>
    Reordered,

    /// <summary>A number of a wider type, or a value that has become nullable.</summary>
    Widened,

    /// <summary>A type with another name and the same bytes.</summary>
    Renamed,

    /// <summary>Something else altogether.</summary>
    Replaced,
}
