using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace FlowActors.Serialization;

/// <summary>A value of an undeclared subtype would come back as its base: it is refused instead.</summary>
internal static class ExactType
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Check(object value, Type declared)
    {
        if (value.GetType() != declared) Throw(value.GetType(), declared);
    }

    [DoesNotReturn]
    public static void Throw(Type actual, Type declared) => throw new SerializationException(
        $"A {TypeNames.Of(actual)} stands where {TypeNames.Of(declared)} is declared. Declare the subtypes on the base type " +
        $"with [DerivedTypeShape(typeof({actual.Name}))] or [JsonDerivedType], or use the exact type.");

    [DoesNotReturn]
    public static void ThrowKey(Type actual, Type declared) => throw new SerializationException(
        $"A {TypeNames.Of(actual)} stands where the key is a {TypeNames.Of(declared)}: the two are never equal, but their keys would be. " +
        $"Use keys of exactly one type; seal {declared.Name}, so that there is no other.");
}
