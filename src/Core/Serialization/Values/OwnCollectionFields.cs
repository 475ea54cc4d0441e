using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace FlowActors.Serialization;

/// <summary>
/// The fields that a collection which is not .NET's own has itself or inherits from others like it: only elements are kept, so
/// what such a field holds beside them would be lost.
/// </summary>
internal static class OwnCollectionFields
{
    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly ConcurrentDictionary<Type, string?> s_lost = new();

    public static IEnumerable<FieldInfo> Of(Type type)
    {
        for (var t = type; t is not null && !FrameworkTypes.Contains(t); t = t.BaseType)
        {
            foreach (var field in t.GetFields(Declared).Where(f => !ObjectFields.IsLeftOut(f))) yield return field;
        }
    }

    /// <summary>Whether the elements lie in a base that is a collection of .NET: then no field of the type's own is needed for them.</summary>
    public static bool AreBesideElements(Type type)
    {
        var t = type;
        while (t is not null && !FrameworkTypes.Contains(t)) t = t.BaseType;
        return t is not null && typeof(System.Collections.IEnumerable).IsAssignableFrom(t);
    }

    /// <summary>Why a value of a type that only its interface announces would not come back whole, or null.</summary>
    public static string? FindLost(Type type) => s_lost.GetOrAdd(type, Lost);

    public static string Reason(FieldInfo field) =>
        $"is a collection with the {(IsOfProperty(field) ? "property" : "field")} {ObjectFields.NameOf(field)}, which would be lost. Keep a collection as a " +
        "member instead, mark it [PropertyShape(Ignore = true)] to leave it out, or register a serializer.";

    private static string? Lost(Type type)
    {
        if (type.IsArray || FrameworkTypes.Contains(type) || type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false)) return null;
        var beside = AreBesideElements(type);
        return Of(type).FirstOrDefault(f => beside || f.IsPublic || IsOfProperty(f)) is { } field ? Reason(field) : null;
    }

    private static bool IsOfProperty(FieldInfo field) => field.Name.EndsWith("k__BackingField", StringComparison.Ordinal);
}
