using System.Reflection;

namespace FlowActors.Serialization;

/// <summary>Types that are refused whatever their shape says, each with its reason.</summary>
internal static class Refusals
{
    private const string Register = "or register a serializer for it with SerializerRegistry.Register";

    /// <summary>Why the type can not be serialized, or null.</summary>
    public static string? Of(Type type)
    {
        if (Functions.AsyncCode.RefusalOfResult(type) is { } asynchronous) return asynchronous;
        if (type == typeof(object)) return $"is object, which says nothing about its values. Declare the type that the values have, {Register}.";
        if (type.ContainsGenericParameters) return "is an open generic type. Close it with type arguments.";
        if (type.IsPointer || type.IsFunctionPointer || type == typeof(nint) || type == typeof(nuint)) return "is an address, which means nothing to another process. Leave it out.";
        if (type.IsByRefLike || type.IsByRef) return "lives on the stack only. Use an array.";
        if (typeof(Delegate).IsAssignableFrom(type)) return "is code, not data. Keep functions in operators, and only data in records and state.";
        if (IsRunning(type)) return "is work or a resource of this process, not data. Leave it out, and keep what it is made from.";
        if (typeof(MemberInfo).IsAssignableFrom(type) || typeof(Assembly).IsAssignableFrom(type)) return $"describes code. Keep its name, {Register}.";
        if (type.IsArray && !type.IsSZArray) return "has more than one dimension. Use an array of arrays.";
        return null;
    }

    /// <summary>Why an object without a case for its run-time type can not be serialized, or null.</summary>
    public static string? OfObject(Type type)
    {
        if (type.IsInterface || type.IsAbstract)
        {
            return $"is {(type.IsInterface ? "an interface" : "abstract")} without declared subtypes. Declare them with " +
                $"[DerivedTypeShape(typeof(...))] or [JsonDerivedType(typeof(...))], use a concrete type, {Register}.";
        }

        return null;
    }

    private static bool IsRunning(Type type) =>
        typeof(Stream).IsAssignableFrom(type) ||
        typeof(IDisposable).IsAssignableFrom(type) && FrameworkTypes.Contains(type) && !IsEnumerable(type) ||
        type == typeof(CancellationToken);

    private static bool IsEnumerable(Type type) => typeof(System.Collections.IEnumerable).IsAssignableFrom(type);
}
