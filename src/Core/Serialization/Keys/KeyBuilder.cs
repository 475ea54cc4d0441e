using PolyType.Abstractions;
using PolyType.ReflectionProvider;

namespace FlowActors.Serialization;

/// <summary>Builds the serializer of one key type and of its parts, or says why the type can not be a key.</summary>
internal sealed class KeyBuilder(Type root, Func<Type, TypeSerializer?> find)
{
    private readonly List<string> _path = [];
    private readonly HashSet<Type> _open = [];

    public TypeSerializer Build() => Get(root);

    private TypeSerializer Get(Type type)
    {
        if ((find(type) ?? KeyPrimitives.Find(type)) is { } known) return known;
        if (KeyRefusals.Of(type) is { } reason) throw Refuse(type, reason);
        if (!_open.Add(type)) throw Refuse(type, "contains itself. A key is a few values of known size: use an identifier.");
        var made = type.IsEnum ? Enumeration(type) : Nullable.GetUnderlyingType(type) is { } inner ? OfNullable(inner) : Composite(type);
        _open.Remove(type);
        return made;
    }

    private static TypeSerializer Enumeration(Type type) =>
        Make(typeof(FixedKey<,>), [type, typeof(EnumKeyCodec<,>).MakeGenericType(type, Enum.GetUnderlyingType(type))]);

    private TypeSerializer OfNullable(Type inner) => Make(typeof(NullableKey<>), [inner], Get(inner));

    private TypeSerializer Composite(Type type)
    {
        var plan = Plan(type);
        var nested = plan.Members.Select(Part).ToArray();
        var needsNormalization = nested.Any(n => (bool)n.GetType().GetProperty(nameof(KeySerializer<>.NeedsNormalization))!.GetValue(n)!);
        var made = Make(typeof(CompositeKey<,>), [type, KeyEmitter.Emit(plan, nested)], plan, nested, needsNormalization);
        return made.FindFault() is { } fault ? throw Refuse(type, fault) : made;
    }

    private TypeSerializer Part(MemberPlan member)
    {
        _path.Add(member.Name);
        var inner = Get(member.Type);
        _path.RemoveAt(_path.Count - 1);
        return member.Type.IsValueType ? inner : Make(typeof(ReferenceKey<>), [member.Type], inner);
    }

    private ObjectPlan Plan(Type type)
    {
        if (ReflectionTypeShapeProvider.Default.GetTypeShape(type) is not IObjectTypeShape shape || DeclaredSubtypes.Of(type).Count > 0)
            throw Refuse(type, KeyRefusals.NotAValue);
        var plan = ObjectPlanner.Plan(shape, out var reason) ?? throw Refuse(type, reason);
        if (!type.IsValueType && plan.Members.FirstOrDefault(m => m.CanChange) is { } settable)
            throw Refuse(type, $"has the settable member {settable.Name}. A key must not change: make it init-only.");
        if (KeyEquality.FindDifference(type, plan) is { } difference) throw Refuse(type, difference);
        return plan;
    }

    private InvalidKeyTypeException Refuse(Type type, string reason) => new(root, string.Join('.', _path), type, reason);

    private static TypeSerializer Make(Type definition, Type[] arguments, params object[] values) =>
        (TypeSerializer)Activator.CreateInstance(definition.MakeGenericType(arguments), values)!;
}
