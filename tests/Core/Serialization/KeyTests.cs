using CsCheck;
using FlowActors.Serialization;

namespace FlowActors.Tests.Serialization;

public sealed class KeyTests
{
    private static readonly Gen<char> s_char = Gen.OneOf(Gen.Char['\0', '\u0003'], Gen.Char['a', 'c'], Gen.Char['\u07FE', '\u0801'], Gen.Char['\uD7FE', '\uFFFF']);
    private static readonly Gen<string> s_string = s_char.Array[0, 5].Select(c => new string(c));

    [Fact]
    public void Integers_obey_the_law()
    {
        Law(Gen.Byte);
        Law(Gen.SByte);
        Law(Gen.Short);
        Law(Gen.UShort);
        Law(Gen.Int);
        Law(Gen.UInt);
        Law(Gen.Long);
        Law(Gen.ULong);
        Law(Gen.Select(Gen.Long, Gen.ULong, (high, low) => new Int128((ulong)high, low)));
        Law(Gen.Select(Gen.ULong, Gen.ULong, (high, low) => new UInt128(high, low)));
        Law(Gen.Char);
        Law(Gen.Bool);
    }

    [Fact]
    public void Floating_point_numbers_obey_the_law()
    {
        Law(Gen.OneOf(Gen.Double, OneOf(0.0, -0.0, double.NaN, BitConverter.Int64BitsToDouble(0x7FF8000000000001), double.PositiveInfinity, double.NegativeInfinity, double.Epsilon)));
        Law(Gen.OneOf(Gen.Float, OneOf(0f, -0f, float.NaN, -float.NaN, float.PositiveInfinity)));
        Law(Gen.OneOf(Gen.Short.Select(BitConverter.Int16BitsToHalf), OneOf((Half)0f, (Half)(-0f), Half.NaN)));
    }

    [Fact]
    public void Decimals_obey_the_law() => Law(Gen.OneOf(
        Gen.Decimal,
        Gen.Select(Gen.Int[-1000, 1000], Gen.Byte[0, 28], (n, scale) => new decimal(Math.Abs(n), 0, 0, n < 0, scale)),
        Gen.Select(Gen.Int[-100, 100], Gen.Int[1, 1000], (n, m) => (decimal)n / m),
        OneOf(1m, 1.0m, 1.00m, 10m, 100m, -1m, -1.0m, decimal.MaxValue, decimal.MinValue, 0m, 0.00m, -0.0m)));

    [Fact]
    public void Dates_and_times_obey_the_law()
    {
        Law(Gen.DateTime);
        Law(Gen.Select(OneOf(1L, 2L), Gen.Enum<DateTimeKind>(), (t, k) => new DateTime(t, k)));
        Law(Gen.Select(Gen.DateTime[new DateTime(1999, 1, 1), new DateTime(1999, 1, 2)], Gen.Int[-2, 2], (d, h) => new DateTimeOffset(DateTime.SpecifyKind(d, DateTimeKind.Unspecified).Date, TimeSpan.FromHours(h))));
        Law(Gen.DateOnly);
        Law(Gen.TimeOnly);
        Law(Gen.TimeSpan);
    }

    [Fact]
    public void Others_obey_the_law()
    {
        Law(Gen.Guid);
        Law(Gen.Enum<DayOfWeek>());
        Law(Gen.Select(Gen.Int[0, 3], Gen.Int[0, 3], (a, b) => new Version(a, b)));
        Law(Gen.Int[-3, 3].Select(i => i == 0 ? (int?)null : i));
    }

    [Fact]
    public void Strings_obey_the_law_and_come_in_the_order_of_their_UTF8()
    {
        Law(s_string, (x, y) => Codes(x).AsSpan().SequenceCompareTo(Codes(y)));
        Law(Gen.String.Select(s => s), (x, y) => Codes(x).AsSpan().SequenceCompareTo(Codes(y)));
    }

    [Fact]
    public void Composites_obey_the_law()
    {
        Law(Gen.Select(Gen.Int[-2, 2], Gen.Double[-1, 1].Select(d => Math.Round(d)), (i, d) => (i, d)));
        Law(Gen.Select(OneOf("", "a", "a\0", "ab", null), OneOf("", "\0", "b", null), (a, b) => (a, b)), Ordinal);
        Law(Gen.Select(Gen.Int[0, 2], Gen.Long[-1, 1], (a, b) => new Auction(a, b)), (x, y) => (x.Id, x.Price).CompareTo((y.Id, y.Price)));
        Law(Gen.Select(Gen.Int[0, 2], Gen.Int[0, 2], (a, b) => new Pair(a, b)), (x, y) => (x.A, x.B).CompareTo((y.A, y.B)));
        Law(Gen.Select(Gen.Int[0, 1], Gen.Int[0, 1], (a, b) => (a, 2, 3, 4, 5, 6, 7, b, 9)));
    }

    [Fact]
    public void Normalised_keys_are_the_one_of_their_bytes()
    {
        Assert.Equal("1", Normal(1.00m).ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal("100", Normal(100m).ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.False(double.IsNegative(Normal(-0.0)));
        Assert.Equal(DateTimeKind.Unspecified, Normal(DateTime.UnixEpoch).Kind);
        Assert.Equal(TimeSpan.Zero, Normal(new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.FromHours(1))).Offset);
        Assert.False(double.IsNegative(Normal((1, -0.0)).Item2));
        Assert.True(SerializerRegistry.Default.GetKey<(int, double)>().NeedsNormalization);
        Assert.False(SerializerRegistry.Default.GetKey<(int, string)>().NeedsNormalization);
    }

    [Fact]
    public void Hashes_never_change()
    {
        Assert.Equal(5, Hash(5));
        Assert.Equal(1, Hash(1L << 32));
        Assert.Equal(-1 ^ -1, Hash(-1L));
        Assert.Equal(Hashes.Empty, Hash(""));
        Assert.Equal(Hashes.Word, Hash("word"));
        Assert.Equal(Hashes.Words, Hash("some words"));
        Assert.Equal(Hashes.Tuple, Hash((1, "a")));
        Assert.Equal(Hashes.Guid, Hash(Guid.Parse("00112233-4455-6677-8899-aabbccddeeff")));
    }

    [Fact]
    public void Hashes_of_strings_spread()
    {
        var groups = new int[128];
        for (var i = 0; i < 128_000; i++) groups[(uint)Hash($"user-{i}") % 128]++;
        Assert.All(groups, count => Assert.InRange(count, 800, 1_200));
    }

    public static TheoryData<Type> Refused =>
    [
        typeof(int[]), typeof(byte[]), typeof(List<int>), typeof(ValueTuple<int, List<int>>), typeof(Mutable), typeof(NoEquals), typeof(object), typeof(IComparable),
        typeof(Uri), typeof(Action), typeof(Self), typeof(Dictionary<int, int>), typeof(Task), typeof(nint), typeof(ReadOnlyMemory<byte>),
    ];

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_type_whose_equality_is_not_that_of_its_bytes_is_refused(Type type)
    {
        var get = typeof(SerializerRegistry).GetMethod(nameof(SerializerRegistry.GetKey))!.MakeGenericMethod(type);
        var refused = Assert.Throws<System.Reflection.TargetInvocationException>(() => get.Invoke(SerializerRegistry.Default, null));
        Assert.IsType<InvalidKeyTypeException>(refused.InnerException);
    }

    [Fact]
    public void A_derived_record_is_no_key_of_its_base()
    {
        Assert.Equal(Hash(new Named("a")), Hash(new Named("a")));
        Assert.Contains("NamedAndNumbered", Assert.Throws<SerializationException>(() => Hash<Named>(new NamedAndNumbered("a", 1))).Message, StringComparison.Ordinal);
        Assert.Throws<SerializationException>(() => Hash<(Named, int)>((new NamedAndNumbered("a", 1), 1)));
        Assert.Throws<SerializationException>(() => Normal<Weighed>(new WeighedTwice(1, 2)));
    }

    [Fact]
    public void A_null_key_is_refused() =>
        Assert.Throws<ArgumentNullException>(() => SerializerRegistry.Default.GetKey<string>().Serialize(new ByteWriter(), null!));

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static int Hash<T>(T key) => SerializerRegistry.Default.GetKey<T>().StableHash(key);

    private static T Normal<T>(T key) => SerializerRegistry.Default.GetKey<T>().Normalize(key);

    private static void Law<T>(Gen<T> gen, Comparison<T>? order = null)
    {
        order ??= Comparer<T>.Default.Compare;
        var keys = SerializerRegistry.Default.GetKey<T>();
        var hash = StoredKeyHash.Of(TypeSchema.FromBytes(keys.Schema.ToBytes()))!;
        Seeded.Check(Gen.Select(gen, gen, (x, y) => (x, y)), pair =>
        {
            var x = keys.Normalize(pair.x);
            var y = keys.Normalize(pair.y);
            var bytes = Trip.Bytes(keys, pair.x);
            var others = Trip.Bytes(keys, pair.y);
            Assert.Equal(bytes, Trip.Bytes(keys, x));
            Assert.Equal(Math.Sign(order(x, y)), Math.Sign(bytes.AsSpan().SequenceCompareTo(others)));
            Assert.Equal(keys.Equals(x, y), bytes.AsSpan().SequenceEqual(others));
            if (keys.Equals(x, y)) Assert.Equal(keys.StableHash(x), keys.StableHash(y));
            Assert.Equal(x, Trip.Read(keys, bytes));
            Assert.Equal(keys.StableHash(pair.x), keys.StableHash(x));
            Assert.Equal(keys.StableHash(x), hash.Of(bytes));
        });
    }

    /// <summary>What UTF-8 orders by, with each lone surrogate as a code of its own.</summary>
    private static int[] Codes(string text)
    {
        var codes = new List<int>();
        for (var i = 0; i < text.Length; i++)
        {
            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1])) codes.Add(char.ConvertToUtf32(text[i], text[++i]));
            else codes.Add(text[i]);
        }

        return [.. codes];
    }

    private static int Ordinal((string? A, string? B) x, (string? A, string? B) y)
    {
        var first = string.CompareOrdinal(x.A, y.A);
        return first != 0 ? first : string.CompareOrdinal(x.B, y.B);
    }

    private static class Hashes
    {
        public const int Empty = -1968634778;
        public const int Word = 679650007;
        public const int Words = -951460776;
        public const int Tuple = 1730391658;
        public const int Guid = 383153500;
    }

    private sealed record Auction(int Id, long Price);

    private readonly struct Pair(int a, int b)
    {
        public int A => a;

        public int B => b;

        public override string ToString() => $"{a},{b}";
    }

    private record Named(string Name);

    private sealed record NamedAndNumbered(string Name, int Number) : Named(Name);

    private record Weighed(double Weight);

    private sealed record WeighedTwice(double Weight, double Again) : Weighed(Weight);

    private sealed record Self(int A, Self? Next);

    private sealed record Mutable
    {
        public int A { get; set; }
    }

    private sealed class NoEquals(int a)
    {
        public int A { get; } = a;
    }
}
