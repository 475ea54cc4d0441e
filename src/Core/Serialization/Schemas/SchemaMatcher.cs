namespace FlowActors.Serialization;

/// <summary>Finds the steps from a written schema to the current one, and lists all that stands against it.</summary>
internal sealed class SchemaMatcher
{
    private readonly TypeSchema _root;
    private readonly SchemaTable _written;
    private readonly SchemaTable _current;
    private readonly Func<TypeSchema, TypeSerializer?> _findCustom;
    private readonly Dictionary<(int Written, int Current, bool Same), DeferredStep> _deferred = [];
    private readonly List<string> _differences = [];
    private readonly List<string> _path = [];

    private SchemaMatcher(TypeSchema written, TypeSchema current, Func<TypeSchema, TypeSerializer?> findCustom)
    {
        _root = written;
        _written = new SchemaTable(written);
        _current = new SchemaTable(current);
        _findCustom = findCustom;
    }

    /// <exception cref="SerializationException">The types differ in more than members added, removed, reordered or widened.</exception>
    public static SchemaStep Match(TypeSchema written, TypeSchema current, Func<TypeSchema, TypeSerializer?> findCustom)
    {
        var matcher = new SchemaMatcher(written, current, findCustom);
        var step = matcher.Step(written, current, matcher._current);
        if (matcher._differences.Count == 0) return step;
        throw new SerializationException(
            $"Values written as {written} can not be read as {current}: {string.Join("; ", matcher._differences)}. " +
            "Members may be added, removed, reordered and widened; for any other change give the state a new name.");
    }

    private SchemaStep Step(TypeSchema written, TypeSchema current, SchemaTable table)
    {
        written = _written.Resolve(written);
        current = table.Resolve(current);
        var key = (_written.NumberOf(written), table.NumberOf(current), ReferenceEquals(table, _written));
        if (key.Item1 < 0 || key.Item2 < 0) return MakeStep(written, current, table);
        if (_deferred.TryGetValue(key, out var known)) return known;
        var deferred = new DeferredStep();
        _deferred.Add(key, deferred);
        return deferred.Target = MakeStep(written, current, table);
    }

    private SchemaStep MakeStep(TypeSchema written, TypeSchema current, SchemaTable table)
    {
        if (current.Kind == SchemaKind.Nullable && written.Kind != SchemaKind.Nullable) return new WrapStep(Step(written, current.Members[0].Schema, table));
        if (written.Kind != current.Kind) return Differ(written, current);
        return written.Kind switch
        {
            SchemaKind.Primitive => Number(written, current),
            SchemaKind.Enumeration => Step(written.Members[0].Schema, current.Members[0].Schema, table),
            SchemaKind.Nullable => new MarkedStep(Part(written, current, table, 0)),
            SchemaKind.Class => new MarkedStep(Members(written, current, table)),
            SchemaKind.Structure => Members(written, current, table),
            SchemaKind.Union => Union(written, current, table),
            SchemaKind.Sequence or SchemaKind.ComparedSequence =>
                new RepeatStep(written.Kind == SchemaKind.ComparedSequence, [Part(written, current, table, 0)]),
            SchemaKind.Map or SchemaKind.ComparedMap =>
                new RepeatStep(written.Kind == SchemaKind.ComparedMap, [Part(written, current, table, 0), Part(written, current, table, 1)]),
            SchemaKind.Custom when written.Equals(current) && _findCustom(written) is { } serializer => new CopyCustomStep(serializer),
            _ => Differ(written, current),
        };
    }

    private SchemaStep Number(TypeSchema written, TypeSchema current)
    {
        if (written.TypeName != current.TypeName)
            return NumberWidening.Find(written.TypeName, current.TypeName) is { } widening ? new WidenStep(widening) : Differ(written, current);
        return Primitives.SizeOf(written.TypeName) is { } size ? new CopyFixedStep(size) : new CopyTextStep();
    }

    private SchemaStep Part(TypeSchema written, TypeSchema current, SchemaTable table, int index) =>
        Named(written.Members[index].Name, () => Step(written.Members[index].Schema, current.Members[index].Schema, table));

    private MembersStep Members(TypeSchema written, TypeSchema current, SchemaTable table)
    {
        var names = written.Members.Select(m => m.Name).ToList();
        var sources = current.Members.Select(m => names.IndexOf(m.Name)).ToArray();
        var steps = written.Members.Select((member, i) => Named(member.Name, () => Array.IndexOf(sources, i) is >= 0 and var target
            ? Step(member.Schema, current.Members[target].Schema, table)
            : Step(member.Schema, member.Schema, _written))).ToArray();
        var defaults = current.Members.Select((m, i) => sources[i] < 0 ? Named(m.Name, () => Default(m.Schema, table)) : null).ToArray();
        var isStruct = written.Kind == SchemaKind.Structure;
        return new MembersStep(steps, sources, defaults, isStruct && steps.Length == 0, isStruct && sources.Length == 0);
    }

    private byte[] Default(TypeSchema schema, SchemaTable table)
    {
        var writer = new ByteWriter(16);
        if (!SchemaDefaults.TryWrite(writer, schema, table)) _differences.Add($"{string.Join('.', _path)} is new, and {schema.TypeName} has no known default");
        return writer.WrittenSpan.ToArray();
    }

    private UnionStep Union(TypeSchema written, TypeSchema current, SchemaTable table)
    {
        var names = current.Members.Select(m => m.Name).ToList();
        var indexes = written.Members.Select(m => names.IndexOf(m.Name)).ToArray();
        var steps = written.Members.Select((m, i) => indexes[i] < 0 ? null : Named(m.Name, () => Step(m.Schema, current.Members[indexes[i]].Schema, table)));
        return new UnionStep([.. steps], indexes, current.TypeName);
    }

    private CopyTextStep Differ(TypeSchema written, TypeSchema current)
    {
        var path = _path.Count == 0 ? _root.TypeName : string.Join('.', _path);
        _differences.Add($"{path} was {written.TypeName} and is {current.TypeName}");
        return new CopyTextStep();
    }

    private TResult Named<TResult>(string name, Func<TResult> make)
    {
        _path.Add(name);
        var made = make();
        _path.RemoveAt(_path.Count - 1);
        return made;
    }
}
