using System.Reflection;
using System.Runtime.Serialization;
using PolyType;

namespace FlowActors.Serialization;

/// <summary>Every field of an object must belong to a member, or the object would come back without it.</summary>
internal static class ObjectFields
{
    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>The first field that no member stands for, or null.</summary>
    public static string? FindLost(Type type, List<MemberPlan> members, string[] arguments)
    {
        var names = members.Select(m => m.Name).Concat(members.Select(m => NameOf(m.Source))).Concat(arguments).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return AllOf(type).FirstOrDefault(f => !names.Contains(NameOf(f)) && !IsLeftOut(f))?.Name;
    }

    /// <summary>The first field that the type itself marks as not to be kept, by the name of its property if it is that of one; or null.</summary>
    public static string? FindLeftOut(Type type) => AllOf(type).FirstOrDefault(IsLeftOut) is { } field ? NameOf(field) : null;

    /// <summary>The field in which a parameter of a constructor is kept without a property of its name.</summary>
    public static MemberPlan? FindCaptured(Type type, ParameterInfo parameter)
    {
        var field = AllOf(type).FirstOrDefault(f => f.FieldType == parameter.ParameterType && NameOf(f).Equals(parameter.Name, StringComparison.OrdinalIgnoreCase));
        return field is null ? null : new MemberPlan(parameter.Name!, field.FieldType, field, field, !field.IsInitOnly && !type.IsValueType);
    }

    private static IEnumerable<FieldInfo> AllOf(Type type)
    {
        for (var t = type; t is not null && t != typeof(object) && t != typeof(ValueType); t = t.BaseType)
        {
            foreach (var field in t.GetFields(Declared)) yield return field;
        }
    }

    /// <summary>The name that a field's owner would have: x for _x, m_x and the compiler's &lt;x&gt;k__BackingField and &lt;x&gt;P.</summary>
    public static string NameOf(MemberInfo member)
    {
        var name = member.Name;
        if (member is MethodInfo) return name.StartsWith("get_", StringComparison.Ordinal) ? name[4..] : name;
        // The last one: query syntax names members of its own <>h__TransparentIdentifier0.
        if (name.StartsWith('<')) return name[1..name.LastIndexOf('>')];
        if (name.StartsWith("m_", StringComparison.Ordinal)) return name[2..];
        return name.TrimStart('_');
    }

    public static bool IsLeftOut(FieldInfo field) =>
        IsIgnored(field) || (PropertyOf(field) is { } property && IsIgnored(property));

    private static PropertyInfo? PropertyOf(FieldInfo field) =>
        field.Name.StartsWith('<') ? field.DeclaringType!.GetProperty(NameOf(field), Declared) : null;

    private static bool IsIgnored(MemberInfo member) =>
        member.GetCustomAttribute<PropertyShapeAttribute>() is { Ignore: true } || member.IsDefined(typeof(IgnoreDataMemberAttribute));
}
