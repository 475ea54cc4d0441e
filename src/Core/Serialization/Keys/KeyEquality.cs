using System.Reflection;
using System.Runtime.CompilerServices;

namespace FlowActors.Serialization;

/// <summary>
/// Whether a type's equality is that of its members, which is what the bytes of a key say. Equality that somebody wrote may
/// say anything: two spellings of a name are one key to it and two to the bytes.
/// </summary>
internal static class KeyEquality
{
    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private const string Cure = "Register a key serializer that agrees with it (SerializerRegistry.RegisterKey), or use a record or tuple of the parts that count as the key.";

    /// <summary>Why keys of a type that is made of members would not be equal exactly when their bytes are, or null.</summary>
    public static string? FindDifference(Type type, ObjectPlan plan)
    {
        if (FindHandWritten(type) is { } owner)
        {
            var whose = owner == type ? "has" : $"inherits from {TypeNames.Of(owner)}";
            return $"{whose} an Equals of its own, which may say other than the bytes do. {Cure}";
        }

        if (!type.IsValueType && !plan.IsRecord && !IsGenerated(type))
            return "has no value equality. Make it a record, or register a key serializer for it (SerializerRegistry.RegisterKey).";
        return plan.LeftOut is { } field
            ? $"leaves out the field {field}, which its Equals compares and the bytes do not hold. {Cure}"
            : null;
    }

    /// <summary>The type, or the one among its bases, whose Equals was written by hand; null when the compiler or the framework made all.</summary>
    private static Type? FindHandWritten(Type type)
    {
        if (IsGenerated(type) || IsPlainPart(type)) return null;
        for (var t = type; t is not null && t != typeof(object) && t != typeof(ValueType); t = t.BaseType)
        {
            if (t.GetMethods(Declared).Any(m => IsEquals(m, t) && !IsGenerated(m))) return t;
        }

        return null;
    }

    /// <summary>Equals(object), Equals(T) and IEquatable&lt;T&gt;.Equals(T) written out; others are never asked.</summary>
    private static bool IsEquals(MethodInfo method, Type type) =>
        (method.Name == nameof(Equals) || method.Name.EndsWith($".{nameof(Equals)}", StringComparison.Ordinal)) &&
        method.ReturnType == typeof(bool) && method.GetParameters() is [var only] &&
        (only.ParameterType == type || only.ParameterType == typeof(object));

    // The framework's tuples and pairs compare their parts, though by code that somebody wrote.
    private static bool IsPlainPart(Type type) =>
        typeof(ITuple).IsAssignableFrom(type) && type.Assembly == typeof(object).Assembly;

    private static bool IsGenerated(MemberInfo member) => member.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false);
}
