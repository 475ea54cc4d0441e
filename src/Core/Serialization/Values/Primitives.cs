using System.Numerics;
using System.Text;

namespace FlowActors.Serialization;

/// <summary>The types with an encoding of their own.</summary>
internal static class Primitives
{
    private static readonly Dictionary<Type, TypeSerializer> s_all = new TypeSerializer[]
    {
        new FixedSerializer<bool, BooleanCodec>(), Blittable<byte>(), Blittable<sbyte>(), Blittable<short>(), Blittable<ushort>(), Blittable<int>(),
        Blittable<uint>(), Blittable<long>(), Blittable<ulong>(), Blittable<Int128>(), Blittable<UInt128>(), Blittable<Half>(), Blittable<float>(),
        Blittable<double>(), Blittable<char>(), new FixedSerializer<decimal, DecimalCodec>(), new FixedSerializer<DateTime, DateTimeCodec>(),
        new FixedSerializer<DateTimeOffset, DateTimeOffsetCodec>(), new FixedSerializer<DateOnly, DateOnlyCodec>(),
        new FixedSerializer<TimeOnly, TimeOnlyCodec>(), new FixedSerializer<TimeSpan, TimeSpanCodec>(), new FixedSerializer<Guid, GuidCodec>(),
        new FixedSerializer<Rune, RuneCodec>(), new StringSerializer(), new UriSerializer(), new VersionSerializer(), new BigIntegerSerializer(),
    }.ToDictionary(s => s.ValueType);

    public static TypeSerializer? Find(Type type) => s_all.GetValueOrDefault(type);

    /// <summary>The serializer of a primitive by its schema's name; null where there is none.</summary>
    public static TypeSerializer? Find(string schemaName) => s_all.Values.FirstOrDefault(s => s.Schema.TypeName == schemaName);

    /// <summary>Bytes of a primitive of fixed width by its schema's name, or null for those with a length.</summary>
    public static int? SizeOf(string schemaName) => s_sizes.TryGetValue(schemaName, out var size) ? size : null;

    private static readonly Dictionary<string, int> s_sizes =
        s_all.Values.OfType<IFixedSerializer>().ToDictionary(s => ((TypeSerializer)s).Schema.TypeName, s => s.Size);

    private static FixedSerializer<T, BlittableCodec<T>> Blittable<T>()
        where T : unmanaged => new();
}
