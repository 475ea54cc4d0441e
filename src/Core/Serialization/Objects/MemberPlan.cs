using System.Reflection;

namespace FlowActors.Serialization;

/// <summary>One member of an object as it is read and set.</summary>
/// <param name="Name">The name in the schema.</param>
/// <param name="Type">The declared type.</param>
/// <param name="Source">A field, or the getter of a property.</param>
/// <param name="Target">A field or a setter; null if the constructor sets it.</param>
/// <param name="CanChange">Whether code outside the object's construction can set it.</param>
internal sealed record MemberPlan(string Name, Type Type, MemberInfo Source, MemberInfo? Target, bool CanChange);
