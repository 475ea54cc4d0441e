namespace FlowActors.Serialization;

/// <summary>A named part of a <see cref="TypeSchema"/>.</summary>
/// <param name="Name">
/// The member's name in a class or struct, the subtype's name in a union; else what the part is: element, key, value, underlying.
/// </param>
/// <param name="Schema">What the part's bytes are.</param>
public sealed record SchemaMember(string Name, TypeSchema Schema);
