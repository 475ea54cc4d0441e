using FlowActors.Serialization;

namespace FlowActors.Tests.Serialization;

/// <summary>
/// Types that exist only as schemas, values of them, and changes that keep the values readable: a second and naive telling of what evolution
/// means, which knows nothing of the one in the product.
/// </summary>
internal sealed class RandomTypes(Random random)
{
    private static readonly string[] s_integers = ["byte", "int16", "int32", "int64", "int128"];
    private static readonly string[] s_floats = ["half", "single", "double"];
    private int _names;

    /// <summary>A type of a depth of at most so much.</summary>
    public TypeSchema Type(int depth) => random.Next(depth > 0 ? 8 : 4) switch
    {
        0 => TypeSchema.Primitive(s_integers[random.Next(s_integers.Length)]),
        1 => TypeSchema.Primitive(s_floats[random.Next(s_floats.Length)]),
        2 => TypeSchema.Primitive("string"),
        3 => Wrapped(SchemaKind.Enumeration, "E", ("underlying", TypeSchema.Primitive(s_integers[random.Next(4)]))),
        4 => Members(SchemaKind.Class, depth),
        5 => Members(SchemaKind.Structure, depth),
        6 => Wrapped(SchemaKind.Sequence, "System.Collections.Generic.List<X>", ("element", Type(depth - 1))),
        _ => Wrapped(SchemaKind.ComparedMap, "System.Collections.Generic.Dictionary<X, X>", ("key", TypeSchema.Primitive("string")), ("value", Type(depth - 1))),
    };

    /// <summary>The type after some changes that lose nothing but members.</summary>
    public TypeSchema Changed(TypeSchema type)
    {
        if (random.Next(8) == 0 && type.Kind is SchemaKind.Primitive && type.TypeName != "string") return Wrapped(SchemaKind.Nullable, "N", ("value", Changed(type)));
        switch (type.Kind)
        {
            case SchemaKind.Primitive:
                return TypeSchema.Primitive(Wider(s_integers, type.TypeName) ?? Wider(s_floats, type.TypeName) ?? type.TypeName);
            case SchemaKind.Class or SchemaKind.Structure:
                var kept = type.Members.Where(_ => random.Next(4) > 0).Select(m => (m.Name, Changed(m.Schema))).ToList();
                for (var added = random.Next(3); added > 0; added--) kept.Add(($"added{_names++}", Type(1)));
                var order = kept.ToArray();
                random.Shuffle(order);
                return Wrapped(type.Kind, type.TypeName, order);
            default:
                return Wrapped(type.Kind, type.TypeName, [.. type.Members.Select(m => (m.Name, Changed(m.Schema)))]);
        }
    }

    /// <summary>A value of a type: null, a number, a text, or parts.</summary>
    public object? Value(TypeSchema type) => type.Kind switch
    {
        SchemaKind.Primitive when type.TypeName == "string" => random.Next(4) == 0 ? null : new string('x', random.Next(5)),
        SchemaKind.Primitive when s_floats.Contains(type.TypeName) => (double)random.Next(-50, 50) / 4,
        SchemaKind.Primitive => (double)random.Next(type.TypeName == "byte" ? 0 : -128, 128),
        SchemaKind.Enumeration => Value(type.Members[0].Schema),
        SchemaKind.Class when random.Next(5) == 0 => null,
        SchemaKind.Class or SchemaKind.Structure => type.Members.ToDictionary(m => m.Name, m => Value(m.Schema)),
        _ when random.Next(5) == 0 => null,
        _ => Enumerable.Range(0, random.Next(4)).Select(i => type.Members.Select(m => m.Name == "key" ? $"k{i}" : Value(m.Schema)).ToArray()).ToArray(),
    };

    /// <summary>The bytes of a value, as one type's or, with what that does not know left out and what it does not have added, as another's.</summary>
    public static void Write(ByteWriter writer, TypeSchema type, object? value)
    {
        switch (type.Kind)
        {
            case SchemaKind.Primitive:
                WritePrimitive(writer, type.TypeName, value);
                break;
            case SchemaKind.Enumeration:
                Write(writer, type.Members[0].Schema, value);
                break;
            case SchemaKind.Nullable:
                writer.WriteBool(value is not null);
                if (value is not null) Write(writer, type.Members[0].Schema, value);
                break;
            case SchemaKind.Class:
                writer.WriteBool(value is not null);
                if (value is not null) WriteMembers(writer, type, value);
                break;
            case SchemaKind.Structure:
                if (type.Members.Count == 0) writer.WriteByte(0);
                WriteMembers(writer, type, value);
                break;
            default:
                WriteElements(writer, type, (object?[][]?)value);
                break;
        }
    }

    private static void WriteMembers(ByteWriter writer, TypeSchema type, object? value)
    {
        foreach (var member in type.Members) Write(writer, member.Schema, ((Dictionary<string, object?>?)value)?.GetValueOrDefault(member.Name));
    }

    private static void WriteElements(ByteWriter writer, TypeSchema type, object?[][]? elements)
    {
        writer.WriteVarUInt32(elements is null ? 0 : (uint)elements.Length + 1);
        if (elements is null) return;
        if (type.Kind == SchemaKind.ComparedMap) writer.WriteByte(0);
        foreach (var parts in elements)
        {
            foreach (var (member, part) in type.Members.Zip(parts)) Write(writer, member.Schema, part);
        }
    }

    private static void WritePrimitive(ByteWriter writer, string name, object? value)
    {
        var number = value as double? ?? 0;
        switch (name)
        {
            case "string": writer.WriteString((string?)value); break;
            case "half": BitConverter.TryWriteBytes(writer.Append(2), (Half)number); break;
            case "single": BitConverter.TryWriteBytes(writer.Append(4), (float)number); break;
            case "double": BitConverter.TryWriteBytes(writer.Append(8), number); break;
            case "byte": writer.WriteByte((byte)number); break;
            case "int16": BitConverter.TryWriteBytes(writer.Append(2), (short)number); break;
            case "int32": BitConverter.TryWriteBytes(writer.Append(4), (int)number); break;
            case "int64": BitConverter.TryWriteBytes(writer.Append(8), (long)number); break;
            default: BitConverter.TryWriteBytes(writer.Append(16), (Int128)number); break;
        }
    }

    private string? Wider(string[] names, string name) =>
        Array.IndexOf(names, name) is >= 0 and var place ? names[random.Next(place, names.Length)] : null;

    private TypeSchema Members(SchemaKind kind, int depth) =>
        Wrapped(kind, $"T{_names++}", [.. Enumerable.Range(0, random.Next(4)).Select(_ => ($"m{_names++}", Type(depth - 1)))]);

    private static TypeSchema Wrapped(SchemaKind kind, string name, params (string Name, TypeSchema Schema)[] members) =>
        TypeSchema.Of(kind, name, [.. members.Select(m => new SchemaMember(m.Name, m.Schema))]);
}
