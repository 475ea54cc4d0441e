using System.Numerics;
using System.Text;

namespace FlowActors.Serialization;

/// <summary>The key types with an encoding of their own.</summary>
internal static class KeyPrimitives
{
    private static readonly Dictionary<Type, TypeSerializer> s_all = new TypeSerializer[]
    {
        Integer<byte>(), Integer<sbyte>(), Integer<short>(), Integer<ushort>(), Integer<int>(), Integer<uint>(), Integer<long>(), Integer<ulong>(),
        Integer<Int128>(), Integer<UInt128>(), Integer<char>(), new FixedKey<bool, BooleanKeyCodec>(), new FixedKey<double, FloatKeyCodec<double, long>>(),
        new FixedKey<float, FloatKeyCodec<float, int>>(), new FixedKey<Half, FloatKeyCodec<Half, short>>(), new DecimalKey(), new StringKey(),
        new FixedKey<Guid, GuidKeyCodec>(), new FixedKey<Rune, RuneKeyCodec>(), new VersionKey(), Ticks<DateTime, DateTimeTicks>(),
        Ticks<DateTimeOffset, DateTimeOffsetTicks>(), Ticks<TimeSpan, TimeSpanTicks>(), Ticks<TimeOnly, TimeOnlyTicks>(), Ticks<DateOnly, DateOnlyDays>(),
    }.ToDictionary(s => s.ValueType);

    public static TypeSerializer? Find(Type type) => s_all.GetValueOrDefault(type);

    /// <summary>The serializer of a key type by its schema's name; null where it has no encoding of its own.</summary>
    public static TypeSerializer? Find(string schemaName) => s_all.Values.FirstOrDefault(s => s.Schema.TypeName == schemaName);

    private static FixedKey<T, IntegerKeyCodec<T>> Integer<T>()
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> => new();

    private static FixedKey<T, TickKeyCodec<T, TTicks>> Ticks<T, TTicks>()
        where T : struct
        where TTicks : struct, ITickKey<T> => new();
}
