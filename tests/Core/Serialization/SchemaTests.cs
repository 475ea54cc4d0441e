using FlowActors.Serialization;

namespace FlowActors.Tests.Serialization;

public sealed class SchemaTests
{
    private static readonly SerializerRegistry s_registry = SerializerRegistry.Default;

    [Fact]
    public void A_schema_survives_as_bytes_with_its_fingerprint()
    {
        foreach (var schema in new[] { Of<Order>(), Of<Tree>(), Of<List<V1.Shape>>(), Of<Dictionary<string, DayOfWeek?>>(), s_registry.GetKey<(int, string)>().Schema })
        {
            var back = TypeSchema.FromBytes(schema.ToBytes());
            Assert.Equal(schema, back);
            Assert.Equal(schema.Fingerprint, back.Fingerprint);
            Assert.Equal(schema.ToString(), back.ToString());
        }
    }

    [Fact]
    public void Fingerprints_never_change_and_tell_types_apart()
    {
        Assert.Equal("FlowActors.Tests.Serialization.Order { Id: int64, Quantity: int32, Price: double, Customer: string, Placed: datetime, Express: boolean }", Of<Order>().ToString());
        Assert.Equal(OrderFingerprint, Of<Order>().Fingerprint.ToString("x16", null));
        Assert.NotEqual(Of<int>().Fingerprint, Of<uint>().Fingerprint);
        Assert.NotEqual(Of<(int, string)>().Fingerprint, s_registry.GetKey<(int, string)>().Schema.Fingerprint);
    }

    [Fact]
    public void A_recursive_type_refers_to_itself() =>
        Assert.Equal(SchemaKind.Reference, Of<Tree>().Members[1].Schema.Members[0].Schema.Kind);

    [Fact]
    public void Corrupt_schemas_are_refused()
    {
        var bytes = Of<Tree>().ToBytes();
        for (var length = 0; length < bytes.Length; length++)
        {
            var start = bytes[..length];
            Assert.Throws<SerializationException>(() => TypeSchema.FromBytes(start));
        }
    }

    [Fact]
    public void The_same_schema_needs_no_adapter() => Assert.True(s_registry.GetAdapter<Order>(TypeSchema.FromBytes(Of<Order>().ToBytes())).IsIdentity);

    [Fact]
    public void Members_are_added_removed_reordered_widened_and_made_nullable()
    {
        var old = new V1.Event(7, "gone", [new V1.Part(1, 2f), null], V1.Level.High, new V1.Point(3, 4), new Dictionary<string, short> { ["k"] = -5 }, 9, new V1.Circle(1.5f));
        var now = Adapt<V1.Event, V2.Event>(old);
        Assert.Equal((7L, "new default"), (now.Id, now.Added ?? "new default"));
        Assert.Equal([new V2.Part(2.0, null, 1), null], now.Parts);
        Assert.Equal(V2.Level.High, now.Level);
        Assert.Equal(new V2.Point(4, default, 3), now.At);
        Assert.Equal(-5, now.Counts["k"]);
        Assert.Equal(9, now.Optional);
        Assert.Equal(new V2.Circle(1.5, 0), now.Shape);
        Assert.Equal(default, now.When);
    }

    [Fact]
    public void A_recursive_type_is_adapted_at_every_level()
    {
        var now = Adapt<V1.Tree, V2.Tree>(new V1.Tree(1, [new V1.Tree(2, [])]));
        Assert.Equal((1L, 2L), (now.Value, now.Children[0].Value));
        Assert.Empty(now.Children[0].Children);
    }

    [Fact]
    public void Every_lossless_widening_keeps_the_value()
    {
        Assert.Equal((Int128)(-3), Widen<sbyte, Int128>(-3));
        Assert.Equal(200, Widen<byte, short>(200));
        Assert.Equal(UInt128.MaxValue >> 64, Widen<ulong, UInt128>(ulong.MaxValue));
        Assert.Equal((Int128)ulong.MaxValue, Widen<ulong, Int128>(ulong.MaxValue));
        Assert.Equal(-7.0, Widen<int, double>(-7));
        Assert.Equal(-7f, Widen<short, float>(-7));
        Assert.Equal(1.5f, Widen<Half, float>((Half)1.5));
        Assert.Equal(1.5, Widen<float, double>(1.5f));
    }

    [Fact]
    public void Any_other_change_is_refused_with_the_list_of_differences()
    {
        var refused = Assert.Throws<SerializationException>(() => s_registry.GetAdapter<V3.Event>(Of<V1.Event>()));
        Assert.Contains("Id was int32 and is string", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Counts.value was int16 and is byte", refused.Message, StringComparison.Ordinal);
        Assert.Throws<SerializationException>(() => s_registry.GetAdapter<int>(Of<long>()));
        Assert.Throws<SerializationException>(() => s_registry.GetAdapter<float>(Of<int>()));
        Assert.Throws<SerializationException>(() => s_registry.GetAdapter<List<int>>(Of<int>()));
    }

    private const string OrderFingerprint = "b02730833c65122a";

    private static TypeSchema Of<T>() => s_registry.Get<T>().Schema;

    private static TNew Adapt<TOld, TNew>(TOld value)
    {
        var adapter = s_registry.GetAdapter<TNew>(TypeSchema.FromBytes(Of<TOld>().ToBytes()));
        var reader = new ByteReader(Trip.Bytes(value));
        var now = adapter.Deserialize(ref reader);
        Assert.Equal(0, reader.Remaining);
        return now;
    }

    private static TNew Widen<TOld, TNew>(TOld value) => Adapt<TOld, TNew>(value);

    private sealed record Tree(int Value, List<Tree> Children);

    private static class V1
    {
        public sealed record Event(int Id, string Removed, List<Part?> Parts, Level Level, Point At, Dictionary<string, short> Counts, int Optional, Shape Shape);

        public sealed record Part(int A, float B);

        public record struct Point(int X, int Y);

        public sealed record Tree(int Value, List<Tree> Children);

        [PolyType.DerivedTypeShape(typeof(Square))]
        [PolyType.DerivedTypeShape(typeof(Circle))]
        public abstract record Shape;

        public sealed record Circle(float Radius) : Shape;

        public sealed record Square(int Side) : Shape;

        public enum Level : byte
        {
            Low,
            High,
        }
    }

    private static class V2
    {
        public sealed record Event(
            Dictionary<string, int> Counts, long Id, List<Part?> Parts, string? Added, Level Level, Point At, DateTime When, int? Optional, Shape Shape);

        public sealed record Part(double B, List<int>? New, long A);

        public record struct Point(int Y, (int, string?) Z, int X);

        public sealed record Tree(long Value, List<Tree> Children);

        [PolyType.DerivedTypeShape(typeof(Circle))]
        [PolyType.DerivedTypeShape(typeof(Square))]
        public abstract record Shape;

        public sealed record Circle(double Radius, int Color) : Shape;

        public sealed record Square(int Side) : Shape;

        public enum Level
        {
            Low,
            High,
        }
    }

    private static class V3
    {
        public sealed record Event(string Id, Dictionary<string, byte> Counts);
    }
}
