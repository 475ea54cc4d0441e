using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Numerics;
using System.Text;
using FlowActors.Serialization;

namespace FlowActors.Tests.Serialization;

public sealed class RoundTripTests
{
    public static TheoryData<object> Values =>
    [
        true, (byte)200, (sbyte)-3, (short)-300, (ushort)60000, -5, 5u, long.MinValue, ulong.MaxValue, Int128.MinValue, UInt128.MaxValue,
        (Half)1.5, 1.5f, -0.0, double.NaN, 'x', '\uD800', "", "text", "zwölf Bäume 🌳", "lone \uDC00 and \uD800", new string('a', 43), new string('ä', 43),
        new string('x', 5461), new string('€', 42), 1.10m, -0.000m, decimal.MaxValue, new DateTime(1, DateTimeKind.Utc), new DateTime(5, DateTimeKind.Local),
        new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromMinutes(-90)), DateOnly.MaxValue, TimeOnly.MaxValue, TimeSpan.MinValue,
        Guid.Parse("00112233-4455-6677-8899-aabbccddeeff"), new Rune('x'), new Uri("http://h/p?q#f"), new Uri("relative", UriKind.Relative), new Version(1, 2),
        BigInteger.Parse("-123456789012345678901234567890", null), Color.Blue, (Color)77,
    ];

    [Theory]
    [MemberData(nameof(Values))]
    public void A_primitive_survives(object value)
    {
        var method = typeof(Trip).GetMethod(nameof(Trip.Through))!.MakeGenericMethod(value.GetType());
        Assert.Equal(value, method.Invoke(null, [value]));
    }

    [Fact]
    public void A_decimal_keeps_its_scale_and_a_date_its_kind()
    {
        Assert.Equal("1.10", Trip.Through(1.10m).ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(DateTimeKind.Local, Trip.Through(new DateTime(5, DateTimeKind.Local)).Kind);
        Assert.Equal(DateTimeKind.Utc, Trip.Through(new DateTime(5, DateTimeKind.Utc)).Kind);
        Assert.Equal(TimeSpan.FromHours(2), Trip.Through(new DateTimeOffset(5, 1, 1, 0, 0, 0, TimeSpan.FromHours(2))).Offset);
    }

    [Fact]
    public void Collections_survive()
    {
        AssertElements<int[]>([1, 2, 3]);
        AssertElements<byte[]>([1, 2, 3]);
        AssertElements<string?[]>(["a", null]);
        AssertElements<int[][]>([[1], [], [2, 3]]);
        AssertElements<List<string>>(["a", "b"]);
        AssertElements<IList<int>>([1, 2]);
        AssertElements<ICollection<int>>([1, 2]);
        AssertElements<IEnumerable<int>>([1, 2]);
        AssertElements<IReadOnlyList<int>>([1, 2]);
        AssertElements<IReadOnlyCollection<int>>([1, 2]);
        AssertElements<ISet<int>>(new HashSet<int> { 1, 2 });
        AssertElements<IReadOnlySet<int>>(new HashSet<int> { 1, 2 });
        AssertElements<HashSet<int>>([1, 2]);
        AssertElements(new SortedSet<int> { 2, 1 });
        AssertElements(new LinkedList<int>([1, 2]));
        AssertElements(new Queue<int>([1, 2]));
        AssertElements(new Stack<int>([1, 2]));
        AssertElements(new ConcurrentQueue<int>([1, 2]));
        AssertElements(new ConcurrentStack<int>([1, 2]));
        AssertElements<ImmutableArray<int>>([1, 2]);
        AssertElements<ImmutableList<int>>([1, 2]);
        AssertElements<ImmutableHashSet<int>>([1, 2]);
        AssertElements<ImmutableSortedSet<int>>([2, 1]);
        AssertElements<ImmutableQueue<int>>([1, 2]);
        AssertElements<ImmutableStack<int>>([1, 2]);
        AssertElements(new[] { 1, 2 }.ToFrozenSet());
        AssertElements<System.Collections.ObjectModel.Collection<int>>([1, 2]);
        AssertElements(new List<int> { 1, 2 }.AsReadOnly());
        Assert.True(Trip.Through(default(ImmutableArray<int>)).IsDefault);
        Assert.Equal([1, 2], Trip.Through<ReadOnlyMemory<byte>>(new byte[] { 1, 2 }).ToArray());
    }

    [Fact]
    public void Dictionaries_survive()
    {
        var map = new Dictionary<string, int> { ["a"] = 1, ["b"] = 2 };
        AssertElements(map);
        AssertElements<IDictionary<string, int>>(map);
        AssertElements<IReadOnlyDictionary<string, int>>(map);
        AssertElements(new SortedDictionary<string, int>(map, Comparer<string>.Default));
        AssertElements(new SortedList<int, int> { [1] = 2 });
        AssertElements(new ConcurrentDictionary<int, int>([new(1, 2)]));
        AssertElements(map.ToImmutableDictionary());
        AssertElements(map.ToImmutableSortedDictionary());
        AssertElements(map.ToFrozenDictionary());
        AssertElements(new Dictionary<(int, string), List<int>?> { [(1, "x")] = null });
    }

    [Fact]
    public void The_comparer_of_strings_is_kept_and_any_other_refused()
    {
        Assert.True(Trip.Through(new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase) { ["a"] = 1 }).ContainsKey("A"));
        Assert.Contains("A", Trip.Through(new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "a" }));
        Assert.Throws<SerializationException>(() => Trip.Through(new SortedSet<string>(StringComparer.OrdinalIgnoreCase) { "a" }));
        Assert.Throws<SerializationException>(() => Trip.Through(new HashSet<string>(StringComparer.InvariantCulture) { "a" }));
    }

    [Fact]
    public void Tuples_and_nullables_survive()
    {
        Assert.Equal((1, "a"), Trip.Through((1, "a")));
        Assert.Equal((1, 2, 3, 4, 5, 6, 7, 8, "nine"), Trip.Through((1, 2, 3, 4, 5, 6, 7, 8, "nine")));
        Assert.Equal(Tuple.Create(1, "a"), Trip.Through(Tuple.Create(1, "a")));
        Assert.Equal(new KeyValuePair<int, string>(1, "a"), Trip.Through(new KeyValuePair<int, string>(1, "a")));
        Assert.Equal(5, Trip.Through<int?>(5));
        Assert.Null(Trip.Through<int?>(null));
        Assert.Null(Trip.Through<string?>(null));
        Assert.Null(Trip.Through<Order?>(null));
        Assert.Null(Trip.Through<int[]?>(null));
    }

    [Fact]
    public void Records_structs_and_classes_survive()
    {
        var order = new Order(7, 2, 1.5, "Ann", new DateTime(9, DateTimeKind.Utc), true);
        Assert.Equal(order, Trip.Through(order));
        Assert.Equal(new Secret(1) { Extra = "x", Inner = new(3, 4) }, Trip.Through(new Secret(1) { Extra = "x", Inner = new(3, 4) }));
        Assert.Equal(new Generic<string>(["a"], new(1, "b")).ToString(), Trip.Through(new Generic<string>(["a"], new(1, "b"))).ToString());
        var mixed = Trip.Through(Mixed.Make());
        Assert.Equal((1, "field", 3, 4, 5, 6), (mixed.Public, mixed.Field, mixed.PrivateSet, mixed.ReadOnly, mixed.Marked, mixed.Manual));
        Assert.Equal(12, Trip.Through(new Captured(12)).Twice / 2);
        Assert.Equal(new Marker(), Trip.Through(new Marker()));
        Assert.Equal([default, default], Trip.Through<Empty[]>([default, default]));
    }

    [Fact]
    public void Recursive_types_and_declared_subtypes_survive()
    {
        var tree = new Tree(1, [new Tree(2, []), new Tree(3, [new Tree(4, [])])]);
        Assert.Equal(Text(tree), Text(Trip.Through(tree)));
        Assert.Equal([new Circle(1), new Square(2), null], Trip.Through<List<Shape?>>([new Circle(1), new Square(2), null]));
        Assert.Equal([new Base(1), new Derived(1, 2)], Trip.Through<Base[]>([new Base(1), new Derived(1, 2)]));
        Assert.IsType<Dog>(Trip.Through<IAnimal>(new Dog { Name = "Rex" }));
    }

    private static string Text(Tree tree) => $"{tree.Value}({string.Concat(tree.Children.Select(Text))})";

    private static void AssertElements<T>(T value)
        where T : IEnumerable
    {
        var back = Trip.Through(value);
        Assert.True(typeof(T).IsInterface || back.GetType() == value.GetType());
        Assert.Equal(value.Cast<object?>(), back.Cast<object?>());
    }

    private sealed record Secret(int Id)
    {
        public string? Extra { get; init; }

        public required Point Inner { get; init; }

        public int Computed => Id + 1;
    }

    private readonly record struct Point(int X, int Y);

    private sealed record Generic<T>(ImmutableArray<T> Items, KeyValuePair<int, T> Pair)
    {
        public override string ToString() => string.Join(",", Items) + Pair;
    }

    private sealed class Mixed
    {
        public string? Field;

        [PolyType.PropertyShape]
        private int _marked;

        private int _manual;

        [PolyType.PropertyShape(Ignore = true)]
        private int _cache;

        private Mixed()
        {
        }

        public int Public { get; set; }

        public int PrivateSet { get; private set; }

        public int ReadOnly { get; } = 1;

        public int Manual
        {
            get => _manual;
            set => _manual = value;
        }

        public int Marked => _marked + _cache;

        public static Mixed Make()
        {
            var mixed = new Mixed { Public = 1, Field = "field", PrivateSet = 3, _marked = 5, _cache = 0, Manual = 6 };
            typeof(Mixed).GetField("<ReadOnly>k__BackingField", System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Instance)!.SetValue(mixed, 4);
            return mixed;
        }
    }

    private sealed class Captured(int start)
    {
        public int Twice => 2 * start;
    }

    private sealed record Marker;

    private readonly record struct Empty;

    private sealed record Tree(int Value, List<Tree> Children);

    [PolyType.DerivedTypeShape(typeof(Circle))]
    [PolyType.DerivedTypeShape(typeof(Square))]
    private abstract record Shape;

    private sealed record Circle(double Radius) : Shape;

    private sealed record Square(int Side) : Shape;

    [System.Text.Json.Serialization.JsonDerivedType(typeof(Derived), "derived")]
    private record Base(int A);

    private sealed record Derived(int A, int B) : Base(A);

    [PolyType.DerivedTypeShape(typeof(Dog))]
    private interface IAnimal;

    private sealed class Dog : IAnimal
    {
        public string Name { get; set; } = "";
    }

    private enum Color : short
    {
        Red,
        Blue = -7,
    }
}
