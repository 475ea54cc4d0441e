using System.Text.Json;

namespace FlowActors.Serialization.Json;

/// <summary>
/// Shows stored bytes as JSON by their schema alone: whoever asks needs none of the types. Members are named in camel case. Numbers have all their digits; what JSON
/// has no number for (NaN, infinities) is a text. Dates and times are as in ISO 8601, time spans as <c>[-][d.]hh:mm:ss[.fffffff]</c>, bytes in Base64, enums by their number, maps as
/// objects where each key can be the name of a member, else as arrays of keys and values; values of one of several types name it in <c>$type</c>. What has a serializer of a user's own in it is
/// shown as its bytes. Immutable; may be used by many threads.
/// </summary>
internal sealed class StoredJson
{
    private readonly SchemaTable _table;
    private readonly Dictionary<TypeSchema, DeferredShape> _shapes = new(ReferenceEqualityComparer.Instance);
    private readonly JsonShape? _root;

    private StoredJson(TypeSchema schema)
    {
        Schema = schema;
        _table = new SchemaTable(schema);
        _root = HasCustom(schema) ? null : ShapeOf(schema);
    }

    /// <summary>The schema of the bytes.</summary>
    public TypeSchema Schema { get; }

    public static StoredJson Of(TypeSchema schema) => new(schema);

    /// <summary>Writes one value.</summary>
    /// <param name="json">Where it goes.</param>
    /// <param name="bytes">The bytes of one value, all of them.</param>
    /// <param name="numbers">How numbers are shown that a double cannot hold.</param>
    /// <exception cref="SerializationException">The bytes are not those of the schema.</exception>
    public void Write(Utf8JsonWriter json, ReadOnlySpan<byte> bytes, JsonNumbers numbers = JsonNumbers.Exact)
    {
        if (_root is null)
        {
            json.WriteStartObject();
            json.WriteBase64String("$bytes", bytes);
            json.WriteEndObject();
            return;
        }

        var reader = new ByteReader(bytes);
        try
        {
            _root.Write(ref reader, new JsonOutput(json, numbers));
        }
        catch (InvalidOperationException e) when (json.CurrentDepth >= json.Options.MaxDepth)
        {
            throw new SerializationException($"A value of {Schema.TypeName} is nested deeper than the {json.Options.MaxDepth:N0} levels that can be shown.", e);
        }

        if (reader.Remaining > 0) throw new SerializationException($"{reader.Remaining} bytes follow a value of {Schema.TypeName}. The data is corrupt or of another type.");
    }

    /// <summary>The bytes of the key that a JSON value means, of a schema of keys.</summary>
    /// <exception cref="JsonKeyException">It means none.</exception>
    public byte[] ReadKey(JsonElement json)
    {
        if (_root is not JsonKeyShape shape) throw new JsonKeyException("they have a serializer of their own, and cannot be asked for");
        var bytes = new ByteWriter();
        shape.Read(json, bytes);
        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>As <see cref="ReadKey"/>, of a text as it stands in a path: keys that are shown as texts need no quotes there.</summary>
    /// <exception cref="JsonKeyException">It means none.</exception>
    public byte[] ReadKeyText(string text)
    {
        // Numbers that JSON has no number for are shown as texts, and need no quotes either.
        if (IsText || text is "NaN" or "Infinity" or "-Infinity") return ReadKey(JsonSerializer.SerializeToElement(text));
        try
        {
            // JSON may have such around it, and no key has.
            if (text.Length > 0 && (char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1]))) throw new JsonException();
            using var json = JsonDocument.Parse(text);
            return ReadKey(json.RootElement);
        }
        catch (JsonException)
        {
            throw new JsonKeyException($"'{text}' is no {((_root as JsonKeyShape)?.Expected ?? "JSON")}");
        }
    }

    /// <summary>Whether keys are shown as JSON texts.</summary>
    public bool IsText => _root is PrimitiveKeyShape { IsText: true };

    /// <summary>Whether keys are texts themselves, in their order.</summary>
    public bool IsString => _root is PrimitiveKeyShape { IsString: true };

    /// <summary>Whether values can be the names of members.</summary>
    public bool IsName => _root is { IsName: true };

    /// <summary>As <see cref="Write"/>, as the name of the member that comes next.</summary>
    public void WriteName(Utf8JsonWriter json, ReadOnlySpan<byte> bytes, JsonNumbers numbers = JsonNumbers.Exact)
    {
        var reader = new ByteReader(bytes);
        var output = new JsonOutput(json, numbers);
        output.NextIsName();
        _root!.Write(ref reader, output);
    }

    /// <summary>Writes the JSON schema of values.</summary>
    public void WriteSchema(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        if (_root is null) new JsonDescription(json).In("properties", () => new JsonDescription(json).In("$bytes", () => new JsonDescription(json).Type("string")));
        else _root.Describe(new JsonDescription(json));
        json.WriteEndObject();
    }

    private static bool HasCustom(TypeSchema schema) => schema.Kind == SchemaKind.Custom || schema.Members.Any(m => HasCustom(m.Schema));

    // Where a type stands within itself, its shape is still being made.
    private JsonShape ShapeOf(TypeSchema schema)
    {
        schema = _table.Resolve(schema);
        if (schema.Kind is SchemaKind.Primitive or SchemaKind.Enumeration) return Make(schema);
        if (_shapes.TryGetValue(schema, out var known)) return known.Target ?? known;
        var deferred = new DeferredShape();
        _shapes.Add(schema, deferred);
        return deferred.Target = Make(schema);
    }

    private JsonShape Make(TypeSchema schema) => schema.Kind switch
    {
        SchemaKind.Primitive => new PrimitiveShape(Primitives.Find(schema.TypeName) ?? throw new SerializationException($"There is no primitive type '{schema.TypeName}'.")),
        SchemaKind.Enumeration => ShapeOf(schema.Members[0].Schema),
        SchemaKind.Nullable => new NullableShape(ShapeOf(schema.Members[0].Schema)),
        SchemaKind.Structure when schema.Members is [{ Name: "surrogate" }] => new SurrogateShape(ShapeOf(schema.Members[0].Schema)),
        SchemaKind.Class or SchemaKind.Structure => new ObjectShape(schema, ShapeOf),
        SchemaKind.Union => new UnionShape(schema, ShapeOf),
        SchemaKind.Sequence or SchemaKind.ComparedSequence => new SequenceShape(ShapeOf(schema.Members[0].Schema), schema.Kind == SchemaKind.ComparedSequence),
        SchemaKind.Map or SchemaKind.ComparedMap => new MapShape(ShapeOf(schema.Members[0].Schema), ShapeOf(schema.Members[1].Schema), schema.Kind == SchemaKind.ComparedMap),
        SchemaKind.Key => MakeKey(schema),
        _ => throw new SerializationException($"A value of kind {schema.Kind} cannot be shown."),
    };

    private JsonShape MakeKey(TypeSchema schema) => KeyForm.Of(schema) switch
    {
        KeyForm.Primitive e => new PrimitiveKeyShape(e.Serializer),
        KeyForm.Enumeration e => ShapeOf(e.Underlying),
        KeyForm.OrNull e => new NullableKeyShape((JsonKeyShape)ShapeOf(e.Value)),
        _ => new CompositeKeyShape(schema, ShapeOf),
    };
}
