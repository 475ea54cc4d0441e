namespace FlowActors.Serialization;

/// <summary>Finds the steps from a written schema to the present one, and notes all that has changed.</summary>
internal sealed class SchemaMatcher
{
    private readonly SchemaTable _written;
    private readonly SchemaTable _present;
    private readonly Func<TypeSchema, TypeSerializer?> _findCustom;
    private readonly SchemaChanges _changes;
    private readonly Dictionary<(int Written, int Present, bool LeftOut, bool ToldApart), DeferredStep> _deferred = [];

    // Within keys of maps and elements of sets, values that differ must go on doing so.
    private bool _isToldApart;

    private SchemaMatcher(TypeSchema written, TypeSchema present, Func<TypeSchema, TypeSerializer?> findCustom)
    {
        _written = new SchemaTable(written);
        _present = new SchemaTable(present);
        _findCustom = findCustom;
        _changes = new SchemaChanges(SchemaText.NameOf(present));
    }

    /// <summary>Compares two schemas.</summary>
    /// <param name="written">That of the bytes.</param>
    /// <param name="present">That of the type as it is now.</param>
    /// <param name="findCustom">The serializer of a schema that is its own; null where nobody has one.</param>
    public static SchemaMatch Match(TypeSchema written, TypeSchema present, Func<TypeSchema, TypeSerializer?> findCustom)
    {
        var matcher = new SchemaMatcher(written, present, findCustom);
        return new SchemaMatch(written, present, matcher.Step(written, present, matcher._present), matcher._changes.All);
    }

    // What is left out is gone through as well, from the written schema to itself: then both are resolved by the table of the written one.
    private SchemaStep Step(TypeSchema written, TypeSchema present, SchemaTable table)
    {
        written = _written.Resolve(written);
        present = table.Resolve(present);
        var key = (_written.NumberOf(written), table.NumberOf(present), ReferenceEquals(table, _written), _isToldApart);
        if (key.Item1 < 0 || key.Item2 < 0) return MakeStep(written, present, table);
        // Only what is still being made needs to be stood for: that is where cycles close, and where the depth of values is counted.
        if (_deferred.TryGetValue(key, out var known)) return known.Target ?? known;
        var deferred = new DeferredStep();
        _deferred.Add(key, deferred);
        return deferred.Target = MakeStep(written, present, table);
    }

    private SchemaStep MakeStep(TypeSchema written, TypeSchema present, SchemaTable table)
    {
        if (present.Kind == SchemaKind.Nullable && written.Kind != SchemaKind.Nullable) return Wrap(written, present, table);
        if (written.Kind != present.Kind || IsSurrogate(written) != IsSurrogate(present)) return Refuse(written, present, SchemaAdvice.OfKind(written));
        return written.Kind switch
        {
            SchemaKind.Primitive => Number(written, present),
            SchemaKind.Enumeration => Renamed(written, present, () => Step(written.Members[0].Schema, present.Members[0].Schema, table)),
            SchemaKind.Nullable => new MarkedStep(Step(written.Members[0].Schema, present.Members[0].Schema, table)),
            SchemaKind.Class => new MarkedStep(Renamed(written, present, () => Members(written, present, table))),
            SchemaKind.Structure => Renamed(written, present, () => Members(written, present, table)),
            SchemaKind.Union => Renamed(written, present, () => Union(written, present, table)),
            SchemaKind.Sequence or SchemaKind.ComparedSequence => Sequence(written, present, table),
            SchemaKind.Map or SchemaKind.ComparedMap => Map(written, present, table),
            SchemaKind.Custom => Custom(written, present, table),
            _ => written.Equals(present) ? new UnreadableStep() : Refuse(written, present, SchemaAdvice.KeepMember),
        };
    }

    private WrapStep Wrap(TypeSchema written, TypeSchema present, SchemaTable table)
    {
        var before = _changes.All.Count;
        var inner = Step(written, present.Members[0].Schema, table);
        _changes.NoteWrapped(before, SchemaText.NameOf(written), SchemaText.NameOf(present));
        return new WrapStep(inner);
    }

    private SchemaStep Number(TypeSchema written, TypeSchema present)
    {
        var (from, to) = (written.TypeName, present.TypeName);
        if (from == to) return Primitives.SizeOf(from) is { } size ? new CopyFixedStep(size) : new CopyTextStep();
        if (NumberWidening.Find(from, to) is not { } widening) return Refuse(written, present, SchemaAdvice.OfNumber(from, to));
        _changes.Note(SchemaChangeKind.Widened, from, to);
        return new WidenStep(widening);
    }

    private SchemaStep Sequence(TypeSchema written, TypeSchema present, SchemaTable table)
    {
        var isSet = CollectionShape.IsSet(present);
        if (!CollectionShape.CanTake(written, present)) return Refuse(written, present, isSet ? SchemaAdvice.Twice : SchemaAdvice.KeepMember);
        var element = isSet ? ToldApart(() => Part(written, present, table, 0)) : Part(written, present, table, 0);
        return new RepeatStep(written.Kind == SchemaKind.ComparedSequence, [element]);
    }

    private RepeatStep Map(TypeSchema written, TypeSchema present, SchemaTable table) =>
        new(written.Kind == SchemaKind.ComparedMap, [ToldApart(() => Part(written, present, table, 0)), Part(written, present, table, 1)]);

    private SchemaStep Custom(TypeSchema written, TypeSchema present, SchemaTable table)
    {
        if (!written.Equals(present)) return Refuse(written, present, SchemaAdvice.CustomChanged);
        if (_findCustom(written) is { } serializer) return new CopyCustomStep(serializer);
        // What stays has its serializer in that of the present type, whoever brings it.
        return ReferenceEquals(table, _written) ? Refuse(written, null, SchemaAdvice.CustomGone) : new UnreadableStep();
    }

    private SchemaStep Part(TypeSchema written, TypeSchema present, SchemaTable table, int index) =>
        _changes.In(written.Members[index].Name, () => Step(written.Members[index].Schema, present.Members[index].Schema, table));

    private MembersStep Members(TypeSchema written, TypeSchema present, SchemaTable table)
    {
        var names = written.Members.Select(m => m.Name).ToList();
        var sources = present.Members.Select(m => names.IndexOf(m.Name)).ToArray();
        NoteOrder(written, present, sources);
        var steps = written.Members.Select((member, i) => _changes.In(member.Name, () => Array.IndexOf(sources, i) is >= 0 and var target
            ? Step(member.Schema, present.Members[target].Schema, table)
            : LeftOut(member.Schema))).ToArray();
        var defaults = present.Members.Select((m, i) => sources[i] < 0 ? _changes.In(m.Name, () => Default(m.Schema, table)) : null).ToArray();
        var isStruct = written.Kind == SchemaKind.Structure;
        return new MembersStep(steps, sources, defaults, isStruct && steps.Length == 0, isStruct && sources.Length == 0);
    }

    private SchemaStep LeftOut(TypeSchema schema)
    {
        schema = _written.Resolve(schema);
        if (_isToldApart) return Refuse(schema, null, SchemaAdvice.ToldApart);
        _changes.Note(SchemaChangeKind.Removed, SchemaText.NameOf(schema), null);
        return Step(schema, schema, _written);
    }

    private byte[] Default(TypeSchema schema, SchemaTable table)
    {
        var writer = new ByteWriter(16);
        var isKnown = SchemaDefaults.TryWrite(writer, schema, table);
        _changes.Note(SchemaChangeKind.Added, null, SchemaText.NameOf(table.Resolve(schema)), isKnown ? null : SchemaAdvice.NoDefault);
        return writer.WrittenSpan.ToArray();
    }

    private UnionStep Union(TypeSchema written, TypeSchema present, SchemaTable table)
    {
        var names = present.Members.Select(m => m.Name).ToList();
        var indexes = written.Members.Select(m => names.IndexOf(m.Name)).ToArray();
        NoteOrder(written, present, indexes);
        var steps = written.Members.Select((m, i) => _changes.In($"<{m.Name}>", () => indexes[i] < 0
            ? Refuse(_written.Resolve(m.Schema), null, SchemaAdvice.SubtypeGone)
            : Step(m.Schema, present.Members[indexes[i]].Schema, table))).ToArray();
        foreach (var added in present.Members.ExceptBy(written.Members.Select(m => m.Name), m => m.Name))
        {
            var type = SchemaText.NameOf(table.Resolve(added.Schema));
            _changes.In($"<{added.Name}>", () => _changes.Note(SchemaChangeKind.Added, null, type));
        }

        return new UnionStep(steps, indexes, present.TypeName);
    }

    private void NoteOrder(TypeSchema written, TypeSchema present, int[] places)
    {
        var kept = places.Where(p => p >= 0).ToArray();
        if (!kept.SequenceEqual(kept.Order())) _changes.Note(SchemaChangeKind.Reordered, written.TypeName, present.TypeName);
    }

    // Names of types are for people: nothing is found by them.
    private TStep Renamed<TStep>(TypeSchema written, TypeSchema present, Func<TStep> step)
    {
        if (written.TypeName != present.TypeName) _changes.Note(SchemaChangeKind.Renamed, written.TypeName, present.TypeName);
        return step();
    }

    private UnreadableStep Refuse(TypeSchema written, TypeSchema? present, string advice)
    {
        var kind = present is null ? SchemaChangeKind.Removed : SchemaChangeKind.Replaced;
        if (_changes.IsAtRoot && advice == SchemaAdvice.KeepMember) advice = SchemaAdvice.KeepType;
        _changes.Note(kind, SchemaText.NameOf(written), present is null ? null : SchemaText.NameOf(present), advice);
        return new UnreadableStep();
    }

    private SchemaStep ToldApart(Func<SchemaStep> make)
    {
        var before = _isToldApart;
        _isToldApart = true;
        var made = make();
        _isToldApart = before;
        return made;
    }

    private static bool IsSurrogate(TypeSchema schema) => schema is { Kind: SchemaKind.Structure, Members: [{ Name: "surrogate" }] };
}
