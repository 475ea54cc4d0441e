using System.Reflection;
using PolyType.Abstractions;

namespace FlowActors.Serialization;

/// <summary>Makes the plan of an object from its shape; the reason, where there is none.</summary>
internal static class ObjectPlanner
{
    private const BindingFlags Instance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    public static ObjectPlan? Plan(IObjectTypeShape shape, out string reason)
    {
        var type = shape.Type;
        reason = "";
        if (shape.IsTupleType) return PlanTuple(type);
        var members = ObjectMembers.Of(shape);
        var (constructor, arguments) = ChooseConstructor(shape, members);
        if (constructor is null && !type.IsValueType)
        {
            reason = $"has no usable constructor: {NoConstructor(shape)}. Give it one whose parameters are named as its members, or one without " +
                "parameters (a private one will do), or register a serializer for it.";
            return null;
        }

        members.RemoveAll(m => m.Target is null && !arguments.Contains(m.Name));
        if (ObjectFields.FindLost(type, members, arguments) is { } lost)
        {
            reason = $"has the field {lost}, which is no public member and would be lost. Make it a public property, " +
                "mark it [PropertyShape] to include it or [PropertyShape(Ignore = true)] to leave it out, or register a serializer.";
            return null;
        }

        // A marker type has no members; a type that only looks like one (its members are computed) would lose its content.
        var names = members.Select(m => m.Name).ToArray();
        return new ObjectPlan(
            type, constructor, [.. arguments.Select(a => Array.IndexOf(names, a))], [.. members], shape.IsRecordType, ObjectFields.FindLeftOut(type));
    }

    private static (ConstructorInfo? Constructor, string[] Arguments) ChooseConstructor(IObjectTypeShape shape, List<MemberPlan> members)
    {
        if (shape.Constructor?.MethodBase is ConstructorInfo { IsStatic: false } chosen && Match(chosen, shape, members) is { } names) return (chosen, names);
        return (shape.Type.IsAbstract ? null : shape.Type.GetConstructor(Instance, []), []);
    }

    private static string[]? Match(ConstructorInfo constructor, IObjectTypeShape shape, List<MemberPlan> members)
    {
        var shapes = shape.Constructor!.Parameters.Where(p => p.Kind == ParameterKind.MethodParameter).ToDictionary(p => p.Position, p => p.Name);
        var parameters = constructor.GetParameters();
        var names = new string[parameters.Length];
        for (var i = 0; i < parameters.Length; i++)
        {
            var name = shapes.GetValueOrDefault(i, parameters[i].Name!);
            var member = Find(members, name, parameters[i].ParameterType) ?? Find(members, parameters[i].Name!, parameters[i].ParameterType);
            if (member is null && ObjectFields.FindCaptured(shape.Type, parameters[i]) is { } captured) members.Add(member = captured);
            if (member is null) return null;
            names[i] = member.Name;
        }

        return names;
    }

    private static MemberPlan? Find(List<MemberPlan> members, string name, Type type) =>
        members.Find(m => m.Name == name && m.Type == type) ??
        members.Find(m => string.Equals(m.Name, name, StringComparison.OrdinalIgnoreCase) && m.Type == type);

    private static string NoConstructor(IObjectTypeShape shape) => shape.Constructor?.MethodBase is { } method
        ? $"no member stands for each parameter of ({string.Join(", ", method.GetParameters().Select(p => $"{p.ParameterType.Name} {p.Name}"))})"
        : "none is public, and none is without parameters";

    /// <summary>Tuples by their own items; those beyond the seventh lie in the nested tuple Rest.</summary>
    private static ObjectPlan PlanTuple(Type type)
    {
        var constructor = type.GetConstructors()[0];
        var members = Enumerable.Range(1, constructor.GetParameters().Length).Select(i => Item(type, i == 8 ? "Rest" : $"Item{i}")).ToArray();
        return new ObjectPlan(type, constructor, [.. Enumerable.Range(0, members.Length)], members, IsRecord: true);
    }

    private static MemberPlan Item(Type type, string name) => type.GetField(name) is { } field
        ? new MemberPlan(name, field.FieldType, field, null, CanChange: false)
        : new MemberPlan(name, type.GetProperty(name)!.PropertyType, type.GetProperty(name)!.GetMethod!, null, CanChange: false);
}
