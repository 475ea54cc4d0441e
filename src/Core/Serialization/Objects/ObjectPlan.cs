using System.Reflection;

namespace FlowActors.Serialization;

/// <summary>How an object is taken apart and made again.</summary>
/// <param name="Type">A class or struct.</param>
/// <param name="Constructor">Null for the default value of a struct.</param>
/// <param name="Arguments">The index in <paramref name="Members"/> of each of the constructor's parameters.</param>
/// <param name="Members">The members in the order of their bytes.</param>
/// <param name="IsRecord">Whether the type is a record or a tuple.</param>
/// <param name="LeftOut">A field that the type itself marks as not to be kept; null if there is none.</param>
internal sealed record ObjectPlan(
    Type Type, ConstructorInfo? Constructor, int[] Arguments, MemberPlan[] Members, bool IsRecord, string? LeftOut = null)
{
    /// <summary>
    /// Classes: no member can change and no subtype can add one that does (a record's undeclared subtypes are refused when
    /// they are written, and records are made to be immutable). Structs: a copy of the struct is a copy of its members.
    /// </summary>
    public bool IsShallowlyImmutable => Type.IsValueType || ((Type.IsSealed || IsRecord) && !Members.Any(m => m.CanChange));
}
