using System.Reflection;
using System.Runtime.CompilerServices;
using PolyType.Abstractions;

namespace FlowActors.Serialization;

/// <summary>The members of a shape that hold data: those that can be set in any way, private setters and init-only ones included.</summary>
internal static class ObjectMembers
{
    private const BindingFlags Instance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    public static List<MemberPlan> Of(IObjectTypeShape shape) =>
        [.. shape.Properties.Where(p => p.HasGetter).Select(p => Of(p, p.MemberInfo)).OfType<MemberPlan>()];

    private static MemberPlan? Of(IPropertyShape shape, MemberInfo? member) => member switch
    {
        FieldInfo field => new MemberPlan(shape.Name, field.FieldType, field, field, !field.IsInitOnly),
        PropertyInfo { SetMethod: { } setter } property =>
            new MemberPlan(shape.Name, property.PropertyType, property.GetMethod!, setter, !IsInitOnly(setter)),
        PropertyInfo property => new MemberPlan(shape.Name, property.PropertyType, property.GetMethod!, BackingField(property), CanChange: false),
        _ => null,
    };

    private static bool IsInitOnly(MethodInfo setter) =>
        setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));

    private static FieldInfo? BackingField(PropertyInfo property) =>
        property.DeclaringType!.GetField($"<{property.Name}>k__BackingField", Instance);
}
