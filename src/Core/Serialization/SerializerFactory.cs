using PolyType.Abstractions;

namespace FlowActors.Serialization;

/// <summary>Makes the serializer of one shape, with its type at hand.</summary>
internal sealed class SerializerFactory(SerializerBuilder builder) : TypeShapeVisitor
{
    public override object? VisitObject<T>(IObjectTypeShape<T> shape, object? state)
    {
        var cases = DeclaredSubtypes.Of(typeof(T));
        return cases.Count > 0 ? Union(typeof(T), cases, shape) : Object(shape);
    }

    public override object? VisitUnion<T>(IUnionTypeShape<T> shape, object? state)
    {
        var cases = shape.UnionCases.Select(c => (c.Name, c.UnionCaseType.Type)).ToList();
        return Union(typeof(T), cases, (IObjectTypeShape)shape.BaseType);
    }

    public override object? VisitEnum<TEnum, TUnderlying>(IEnumTypeShape<TEnum, TUnderlying> shape, object? state) =>
        Make(typeof(FixedSerializer<,>), [typeof(TEnum), typeof(EnumCodec<,>).MakeGenericType(typeof(TEnum), typeof(TUnderlying))]);

    public override object? VisitOptional<TOptional, TElement>(IOptionalTypeShape<TOptional, TElement> shape, object? state)
    {
        if (Nullable.GetUnderlyingType(typeof(TOptional)) is null) throw builder.Refuse(typeof(TOptional), "is an option type. Use a nullable type, or register a serializer.");
        return Make(typeof(NullableSerializer<>), [typeof(TElement)], builder.Get<TElement>(""));
    }

    public override object? VisitEnumerable<TEnumerable, TElement>(IEnumerableTypeShape<TEnumerable, TElement> shape, object? state)
    {
        var type = typeof(TEnumerable);
        Collections.Check(builder, type, shape.ConstructionStrategy);
        var element = builder.Get<TElement>("[]");
        if (type == typeof(TElement[])) return new ArraySerializer<TElement>(element);
        if (type == typeof(List<TElement>)) return new ListSerializer<TElement>(element);
        if (type == typeof(HashSet<TElement>)) return new HashSetSerializer<TElement>(element);
        return new EnumerableSerializer<TEnumerable, TElement>(element, Collections.Access(shape));
    }

    public override object? VisitDictionary<TDictionary, TKey, TValue>(IDictionaryTypeShape<TDictionary, TKey, TValue> shape, object? state)
    {
        Collections.Check(builder, typeof(TDictionary), shape.ConstructionStrategy);
        var key = builder.Get<TKey>(".Keys[]");
        var value = builder.Get<TValue>(".Values[]");
        if (typeof(TDictionary) == typeof(Dictionary<TKey, TValue>)) return new DictionarySerializer<TKey, TValue>(key, value);
        return new MapSerializer<TDictionary, TKey, TValue>(key, value, Collections.Access(shape));
    }

    public override object? VisitSurrogate<T, TSurrogate>(ISurrogateTypeShape<T, TSurrogate> shape, object? state) =>
        new SurrogateSerializer<T, TSurrogate>(builder.Get<TSurrogate>(""), shape.Marshaler!);

    public override object? VisitFunction<TFunction, TArgumentState, TResult>(IFunctionTypeShape<TFunction, TArgumentState, TResult> shape, object? state) =>
        throw builder.Refuse(typeof(TFunction), "is code, not data. Keep functions in operators, and only data in records and state.");

    private object Union(Type type, IReadOnlyList<(string Name, Type Type)> cases, IObjectTypeShape shape)
    {
        var withSelf = type.IsAbstract || cases.Any(c => c.Type == type) ? cases : [("", type), .. cases];
        var array = Array.CreateInstance(typeof(UnionCase<>).MakeGenericType(type), withSelf.Count);
        for (var i = 0; i < withSelf.Count; i++)
        {
            var (name, derived) = withSelf[i];
            var serializer = derived == type ? Object(shape) : builder.Get(derived, $"<{derived.Name}>");
            array.SetValue(Activator.CreateInstance(typeof(UnionCase<,>).MakeGenericType(type, derived), name, serializer), i);
        }

        return Make(typeof(UnionSerializer<>), [type], array);
    }

    private object Object(IObjectTypeShape shape)
    {
        if (Refusals.OfObject(shape.Type) is { } refusal) throw builder.Refuse(shape.Type, refusal);
        var plan = ObjectPlanner.Plan(shape, out var reason) ?? throw builder.Refuse(shape.Type, reason);
        var nested = plan.Members.Select(m => builder.Get(m.Type, $".{m.Name}")).ToArray();
        var code = ObjectEmitter.Emit(plan, nested);
        return Make(shape.Type.IsValueType ? typeof(StructSerializer<,>) : typeof(ClassSerializer<,>), [shape.Type, code], plan, nested);
    }

    private static object Make(Type definition, Type[] arguments, params object[] values) =>
        Activator.CreateInstance(definition.MakeGenericType(arguments), values)!;
}
