using FlowActors.Serialization;
using PolyType;

namespace FlowActors.Tests.Serialization;

public sealed class RefusalTests
{
    public static TheoryData<Type> Refused =>
    [
        typeof(Action), typeof(Func<int>), typeof(Task), typeof(Task<int>), typeof(ValueTask), typeof(ValueTask<int>), typeof(Stream), typeof(MemoryStream),
        typeof(nint), typeof(nuint), typeof(object), typeof(object[]), typeof(Dictionary<string, object>), typeof(IFormattable), typeof(Abstract),
        typeof(NoConstructor), typeof(HiddenField), typeof(List<>), typeof(Type), typeof(int[,]), typeof(Exception), typeof(System.Text.StringBuilder),
        typeof(Lazy<int>), typeof(CancellationToken), typeof(IAsyncEnumerable<int>), typeof(System.Collections.ArrayList), typeof(Named), typeof(Timer),
        typeof(IEnumerator<int>), typeof(System.Linq.Expressions.Expression), typeof(WithInternal), typeof(IQueryable<int>), typeof(WeakReference<string>),
        typeof(Computed), typeof(System.Net.Http.HttpClient), typeof(SemaphoreSlim), typeof(Thread), typeof(Random),
    ];

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_type_that_is_no_data_is_refused(Type type) =>
        Assert.Throws<UnserializableTypeException>(() => SerializerRegistry.Default.Get(type));

    [Fact]
    public void The_message_names_the_way_to_the_offending_member()
    {
        var refused = Assert.Throws<UnserializableTypeException>(() => SerializerRegistry.Default.Get<Outer>());
        Assert.Equal("Lines[].Callback", refused.Path);
        Assert.Equal(typeof(Action), refused.Offending);
        Assert.Contains("Outer can not be serialized: its Lines[].Callback is a System.Action", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refused_type_is_refused_again()
    {
        Assert.Throws<UnserializableTypeException>(() => SerializerRegistry.Default.Get<Outer>());
        Assert.Throws<UnserializableTypeException>(() => SerializerRegistry.Default.Get<Line>());
    }

    [Fact]
    public void An_undeclared_subtype_is_refused_by_the_value()
    {
        var serializer = SerializerRegistry.Default.Get<Parent>();
        var refused = Assert.Throws<SerializationException>(() => serializer.Serialize(new ByteWriter(), new Child(1, 2)));
        Assert.Contains("DerivedTypeShape", refused.Message, StringComparison.Ordinal);
        Assert.Throws<SerializationException>(() => serializer.Copy(new Child(1, 2)));
    }

    [Fact]
    public void A_cycle_of_objects_is_refused_by_all_three()
    {
        var node = new Node();
        node.Next = node;
        var serializer = SerializerRegistry.Default.Get<Node>();
        var writer = new ByteWriter();
        Assert.Throws<SerializationException>(() => serializer.Serialize(writer, node));
        Assert.Throws<SerializationException>(() => serializer.Copy(node));
        writer.Reset();
        serializer.Serialize(writer, new Node());
        Assert.Equal(2, writer.Position);
        var endless = Enumerable.Repeat((byte)1, 100_000).ToArray();
        Assert.Throws<SerializationException>(() => Trip.Read(serializer, endless));
    }

    [Fact]
    public void A_registered_serializer_serves_its_type_and_the_types_around_it()
    {
        var registry = new SerializerRegistry();
        registry.Register(new HiddenFieldSerializer());
        var serializer = registry.Get<(int, HiddenField)>();
        var (number, hidden) = Trip.Read(serializer, Trip.Bytes(serializer, (1, new HiddenField(5))));
        Assert.Equal((1, 5), (number, hidden.Value()));
        Assert.Throws<InvalidOperationException>(() => registry.Register(new HiddenFieldSerializer()));
    }

    private sealed record Outer(List<Line> Lines);

    private sealed record Line(Action Callback);

    private record Parent(int A);

    private sealed record Child(int A, int B) : Parent(A);

    private sealed class Node
    {
        public Node? Next { get; set; }
    }

    private abstract class Abstract
    {
        public int A { get; set; }
    }

    private sealed class NoConstructor
    {
        public NoConstructor(int other, string another) => A = other + another.Length;

        public int A { get; }
    }

    private sealed class HiddenField
    {
        private int _sum;

        public HiddenField()
        {
        }

        public HiddenField(int sum) => _sum = sum;

        public void Add(int value) => _sum += value;

        public int Value() => _sum;
    }

    private sealed class HiddenFieldSerializer : TypeSerializer<HiddenField>
    {
        public override bool IsImmutable => false;

        public override TypeSchema Schema { get; } = TypeSchema.Custom("hidden v1");

        public override void Serialize(ByteWriter writer, HiddenField value) => writer.WriteVarInt32(value.Value());

        public override HiddenField Deserialize(ref ByteReader reader) => new(reader.ReadVarInt32());

        public override HiddenField Copy(HiddenField value) => new(value.Value());
    }

    private sealed class WithInternal
    {
        internal int Hidden { get; set; }
    }

    private sealed class Named : List<int>
    {
        public string? Name { get; set; }
    }

    private sealed class Computed(int seed)
    {
        private readonly int _twice = 2 * seed;

        public int Twice => _twice;
    }
}
