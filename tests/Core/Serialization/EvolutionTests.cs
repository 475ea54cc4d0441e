using FlowActors.Serialization;
using PolyType;

namespace FlowActors.Tests.Serialization;

/// <summary>What may become of a type that values were written with, and what is said where it may not.</summary>
public sealed class EvolutionTests
{
    private readonly SerializerRegistry _registry = new();

    [Fact]
    public void A_type_with_another_name_has_the_same_bytes()
    {
        Assert.True(_registry.GetAdapter<RenamedPoint>(Of<Point>()).IsIdentity);
        Assert.Equal(["FlowActors.Tests.Serialization.EvolutionTests.RenamedPoint was FlowActors.Tests.Serialization.EvolutionTests.Point and is FlowActors.Tests.Serialization.EvolutionTests.RenamedPoint"], Changes<Point, RenamedPoint>());
        Assert.Equal(new RenamedPoint(1, 2), Read<Point, RenamedPoint>(new Point(1, 2)));
        Assert.Equal(new Holder<RenamedPoint>(new(3, 4)), Read<Holder<Point>, Holder<RenamedPoint>>(new(new(3, 4))));
    }

    [Fact]
    public void A_member_or_subtype_that_keeps_its_stored_name_may_be_named_anew()
    {
        Assert.Equal(new Renamed(7, new Renamed.Large(8)), Read<Original, Renamed>(new Original(7, new Original.Big(8))));
        Assert.DoesNotContain(Changes<Original, Renamed>(), c => c.Contains("new", StringComparison.Ordinal) || c.Contains("gone", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_change_is_noted_with_its_path()
    {
        Assert.Equal(
            [
                "Line.Price was single and is double", "Line.Note (string) is gone", "Line.Tags (System.Collections.Generic.List<System.String>) is new",
                "Count was int32 and is int64?", "At has its members in another order",
            ],
            Changes<Before.Order, After.Order>().Where(c => !c.Contains("Before", StringComparison.Ordinal)));
        Assert.Equal(
            new After.Order(new After.Line(1.5, null), 3, new After.Place(2, 1)), Read<Before.Order, After.Order>(new(new(1.5f, "note"), 3, new(1, 2))));
    }

    [Fact]
    public void Members_in_another_order_are_found_by_their_names()
    {
        Assert.False(_registry.GetAdapter<After.Place>(Of<Before.Place>()).IsIdentity);
        Assert.Equal(new After.Place(2, 1), Read<Before.Place, After.Place>(new(1, 2)));
    }

    [Fact]
    public void Lists_take_from_lists_and_from_sets()
    {
        Assert.Equal([1L, 2], Read<int[], List<long>>([1, 2]));
        Assert.Equal([1, 2], Read<List<int>, int[]>([1, 2])!);
        Assert.Equal([1, 2], Read<HashSet<int>, IReadOnlyList<int>>([1, 2])!);
        Assert.Equal([1L, 2], Read<SortedSet<int>, HashSet<long>>([1, 2])!);
        Assert.Equal([1, 2], Read<List<int>, Queue<int>>([1, 2])!);
    }

    [Fact]
    public void What_could_fail_only_when_some_value_turns_up_is_refused_at_once()
    {
        AssertRefused<List<int>, HashSet<int>>("cannot in a set");
        AssertRefused<List<int>, Stack<int>>("keep the type");
        AssertRefused<Dictionary<Before.Line, int>, Dictionary<KeyLine, int>>("key.Note (string) is gone: two keys");
        AssertRefused<HashSet<Before.Line>, HashSet<KeyLine>>("element.Note (string) is gone: two keys");
        AssertRefused<Before.Shape, After.Shape>("<Square> (FlowActors.Tests.Serialization.EvolutionTests.Before.Square) is gone: its values cannot be read without it");
    }

    [Fact]
    public void Any_loss_is_refused_with_what_to_do()
    {
        AssertRefused<Holder<long>, Holder<int>>("Value was int64 and is int32: what was written may not fit; keep int64");
        AssertRefused<Holder<int>, Holder<uint>>("Value was int32 and is uint32: keep the type");
        AssertRefused<Holder<int>, Holder<ulong>>("Value was int32 and is uint64: keep the type");
        AssertRefused<Holder<double>, Holder<float>>("Value was double and is single: what was written may not fit");
        AssertRefused<Holder<long>, Holder<double>>("Value was int64 and is double: keep the type");
        AssertRefused<Holder<int?>, Holder<int>>("Value was int32? and is int32: a value may be missing");
        AssertRefused<Holder<string>, Holder<int>>("Value was string and is int32: keep the type, or give the member another name");
        AssertRefused<Holder<DayOfWeek>, Holder<int>>("Value was System.DayOfWeek and is int32: keep the type");
        AssertRefused<Holder<Before.Place>, Holder<Point>>("keep the type");
        AssertRefused<Level, SmallLevel>("was int32 and is byte: what was written may not fit");
        AssertRefused<string, int>("int32 was string and is int32: keep the type.");
    }

    [Fact]
    public void A_type_that_has_got_a_marshaler_is_another_one() =>
        AssertRefused<Holder<Before.Place>, Holder<Marshaled>>("Value was");

    [Fact]
    public void What_has_a_serializer_of_its_own_is_copied_left_out_by_it_or_refused()
    {
        var old = new SerializerRegistry();
        old.Register(new InchesSerializer("inches v1"));
        var written = old.Get<Before.Box>();
        var bytes = new ByteWriter();
        written.Serialize(bytes, new Before.Box(new Inches(5), 1, new Inches(6)));

        _registry.Register(new InchesSerializer("inches v1"));
        var reader = new ByteReader(bytes.WrittenSpan);
        Assert.Equal(new After.Box(2, new Inches(6)), _registry.GetAdapter<After.Box>(written.Schema).Deserialize(ref reader) with { Count = 2 });
        Assert.Equal(0, reader.Remaining);

        var changed = new SerializerRegistry();
        changed.Register(new InchesSerializer("inches v2"));
        var message = Assert.Throws<SerializationException>(() => changed.GetAdapter<After.Box>(written.Schema)).Message;
        Assert.Contains("Width (inches v1) is gone: only its own serializer knows where it ends", message, StringComparison.Ordinal);
        Assert.Contains("Height was inches v1 and is inches v2: only the serializer that wrote it can read it", message, StringComparison.Ordinal);
        Assert.Contains("Extra (inches v2) is new: a type with a serializer of its own has no default", Refusal<Point, Extended>(changed), StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_deep_enough_to_be_written_is_not_too_deep_to_be_read()
    {
        var deep = new Before.Node(0, [], []);
        for (var i = 1; i < 900; i++) deep = new(i, [], [deep]);
        var now = Read<Before.Node, After.Node>(deep);
        for (var i = 899; i > 0; i--)
        {
            Assert.Equal(i, now.Value);
            now = Assert.Single(now.Right);
        }
    }

    [Fact]
    public void A_serializer_of_the_callers_own_reads_by_its_schema_too()
    {
        var other = new SerializerRegistry().Get<Holder<long>>();
        var adapter = _registry.GetAdapter(Of<Holder<int>>(), other);
        var reader = new ByteReader(Bytes(new Holder<int>(5)));
        Assert.Equal(new Holder<long>(5), adapter.Deserialize(ref reader));
    }

    private TypeSchema Of<T>() => TypeSchema.FromBytes(_registry.Get<T>().Schema.ToBytes());

    private byte[] Bytes<T>(T value)
    {
        var writer = new ByteWriter();
        _registry.Get<T>().Serialize(writer, value);
        return writer.WrittenSpan.ToArray();
    }

    private TNew Read<TOld, TNew>(TOld value)
    {
        var adapter = _registry.GetAdapter<TNew>(Of<TOld>());
        var reader = new ByteReader([.. Bytes(value), .. Bytes(value)]);
        var now = adapter.Deserialize(ref reader);
        Assert.Equal(Bytes(now), Bytes(adapter.Deserialize(ref reader)));
        Assert.Equal(0, reader.Remaining);
        return now;
    }

    private IEnumerable<string> Changes<TOld, TNew>() =>
        SchemaMatcher.Match(Of<TOld>(), _registry.Get<TNew>().Schema, _ => null).Changes.Select(c => c.ToString());

    private static string Refusal<TOld, TNew>(SerializerRegistry registry) =>
        Assert.Throws<SerializationException>(() => registry.GetAdapter<TNew>(registry.Get<TOld>().Schema)).Message;

    private void AssertRefused<TOld, TNew>(string part) => Assert.Contains(part, Refusal<TOld, TNew>(_registry), StringComparison.Ordinal);

    public sealed record Point(int X, int Y);

    public sealed record RenamedPoint(int X, int Y);

    public sealed record Extended(int X, int Y, Inches Extra);

    public sealed record Holder<T>(T Value);

    public sealed record KeyLine(float Price);

    public enum Level
    {
        Low,
    }

    public enum SmallLevel : byte
    {
        Low,
    }

    public sealed record Original(int Number, Original.Sized Size)
    {
        [DerivedTypeShape(typeof(Big))]
        public abstract record Sized;

        public sealed record Big(int Size) : Sized;
    }

    public sealed record Renamed([property: PropertyShape(Name = "Number")] int No, Renamed.Sized Size)
    {
        [DerivedTypeShape(typeof(Large), Name = "Big")]
        public abstract record Sized;

        public sealed record Large(int Size) : Sized;
    }

    public readonly record struct Inches(int Value);

    [TypeShape(Marshaler = typeof(Marshaler))]
    public readonly record struct Marshaled(int X, int Y)
    {
        public sealed class Marshaler : IMarshaler<Marshaled, string?>
        {
            public string? Marshal(Marshaled value) => $"{value.X},{value.Y}";

            public Marshaled Unmarshal(string? surrogate) => surrogate?.Split(',') is [var x, var y] ? new(int.Parse(x, null), int.Parse(y, null)) : default;
        }
    }

    public static class Before
    {
        public sealed record Order(Line? Line, int Count, Place At);

        public sealed record Line(float Price, string Note);

        public record struct Place(int X, int Y);

        public sealed record Box(Inches Width, int Count, Inches Height);

        public sealed record Node(int Value, List<Node> Left, List<Node> Right);

        [DerivedTypeShape(typeof(Circle))]
        [DerivedTypeShape(typeof(Square))]
        public abstract record Shape;

        public sealed record Circle(float Radius) : Shape;

        public sealed record Square(int Side) : Shape;
    }

    public static class After
    {
        public sealed record Order(Line? Line, long? Count, Place At);

        public sealed record Line(double Price, List<string>? Tags);

        public record struct Place(int Y, int X);

        public sealed record Box(int Count, Inches Height);

        public sealed record Node(long Value, List<Node> Left, List<Node> Right);

        [DerivedTypeShape(typeof(Circle))]
        public abstract record Shape;

        public sealed record Circle(float Radius) : Shape;
    }

    private sealed class InchesSerializer(string name) : TypeSerializer<Inches>
    {
        public override bool IsImmutable => true;

        public override TypeSchema Schema { get; } = TypeSchema.Custom(name);

        public override void Serialize(ByteWriter writer, Inches value) => writer.WriteVarUInt32((uint)value.Value);

        public override Inches Deserialize(ref ByteReader reader) => new((int)reader.ReadVarUInt32());

        public override Inches Copy(Inches value) => value;
    }
}
