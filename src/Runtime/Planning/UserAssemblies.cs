using System.Reflection;
using FlowActors.Graph;

namespace FlowActors.Runtime.Planning;

/// <summary>
/// The assemblies that hold a program's user code: functions, key selectors, aggregate functions, sources, sinks, and the types of
/// records, state and keys.
/// </summary>
internal static class UserAssemblies
{
    /// <summary>Each once.</summary>
    public static IReadOnlySet<Assembly> Of(StreamGraph program) => Of(
        program.Nodes.SelectMany(TypesOf).Concat(program.Edges.SelectMany(e => e.UserCode.SelectMany(TypesOf).Append(e.RecordType))));

    /// <summary>Each once.</summary>
    public static IReadOnlySet<Assembly> Of(IEnumerable<StreamNode> nodes) => Of(nodes.SelectMany(TypesOf));

    private static HashSet<Assembly> Of(IEnumerable<Type> types)
    {
        var seen = new HashSet<Type>();
        foreach (var type in types) AddParts(type, seen);
        return [.. seen.Select(t => t.Assembly)];
    }

    private static IEnumerable<Type> TypesOf(StreamNode node) =>
        node.UserCode.SelectMany(TypesOf).Concat(node.StateTypes).Concat(node.Outputs.Select(o => o.RecordType)).Concat([node.GetType(), node.KeyType ?? node.GetType()]);

    // A method of an object may be declared by its base.
    private static IEnumerable<Type> TypesOf(object code) => code is Delegate { Method: var method, Target: var target }
        ? new[] { method.DeclaringType, target?.GetType() }.OfType<Type>()
        : [code.GetType()];

    // A function inherits code, and a list of orders is the orders' too. A type may be an argument of its own base.
    private static void AddParts(Type? type, HashSet<Type> seen)
    {
        if (type is null || !seen.Add(type)) return;
        AddParts(type.BaseType, seen);
        AddParts(type.GetElementType(), seen);
        foreach (var argument in type.GetGenericArguments()) AddParts(argument, seen);
    }
}
