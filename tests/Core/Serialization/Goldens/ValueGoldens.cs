using System.Collections.Immutable;
using System.Numerics;

namespace FlowActors.Tests.Serialization;

/// <summary>The bytes of values that are stored must be readable for ever: a change here is a change of format.</summary>
public sealed class ValueGoldens
{
    public static TheoryData<string, byte[], string> Cases => new()
    {
        { "true", Trip.Bytes(true), "01" },
        { "byte", Trip.Bytes((byte)200), "c8" },
        { "int", Trip.Bytes(-2), "feffffff" },
        { "long", Trip.Bytes(long.MinValue), "0000000000000080" },
        { "Int128", Trip.Bytes((Int128)(-3)), "fdffffffffffffffffffffffffffffff" },
        { "Half", Trip.Bytes((Half)1.5), "003e" },
        { "double", Trip.Bytes(1.5), "000000000000f83f" },
        { "char", Trip.Bytes('x'), "7800" },
        { "decimal", Trip.Bytes(1.10m), "6e000000000000000000000000000200" },
        { "string", Trip.Bytes("zwölf 🌳"), "0c7a77c3b66c6620f09f8cb3" },
        { "null string", Trip.Bytes((string?)null), "00" },
        { "lone surrogate", Trip.Bytes("\uD800"), "04eda080" },
        { "DateTime", Trip.Bytes(new DateTime(638_000_000_000_000_000, DateTimeKind.Utc)), "0000b3a69ea1da48" },
        { "DateTimeOffset", Trip.Bytes(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(-3))), "8000b796ab49de084cff" },
        { "DateOnly", Trip.Bytes(new DateOnly(2026, 1, 2)), "21490b00" },
        { "TimeOnly", Trip.Bytes(new TimeOnly(1, 2, 3)), "80b714ab08000000" },
        { "TimeSpan", Trip.Bytes(TimeSpan.FromSeconds(1)), "8096980000000000" },
        { "Guid", Trip.Bytes(Guid.Parse("00112233-4455-6677-8899-aabbccddeeff")), "00112233445566778899aabbccddeeff" },
        { "Uri", Trip.Bytes(new Uri("http://host/path")), "11687474703a2f2f686f73742f70617468" },
        { "Version", Trip.Bytes(new Version(1, 2)), "04312e32" },
        { "BigInteger", Trip.Bytes(BigInteger.Parse("-123456789012345678901234567890", null)), "0e2ef5c0b1111f8c3c09f01671fe" },
        { "enum", Trip.Bytes(DayOfWeek.Friday), "05000000" },
        { "nullable", Trip.Bytes((int?)5), "0105000000" },
        { "null", Trip.Bytes((int?)null), "00" },
        { "array", Trip.Bytes(new[] { 1, 2 }), "030100000002000000" },
        { "jagged array", Trip.Bytes(new[] { new[] { 1 }, [] }), "03020100000001" },
        { "List", Trip.Bytes(new List<string?> { "a", null }), "03026100" },
        { "ImmutableArray", Trip.Bytes(ImmutableArray.Create(1, 2)), "030100000002000000" },
        { "HashSet of strings", Trip.Bytes(new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "a" }), "02010261" },
        { "Dictionary", Trip.Bytes(new Dictionary<int, string> { [1] = "a" }), "02010000000261" },
        { "Dictionary of strings", Trip.Bytes(new Dictionary<string, int> { ["a"] = 1 }), "0200026101000000" },
        { "Stack", Trip.Bytes(new Stack<int>([1, 2])), "030100000002000000" },
        { "value tuple", Trip.Bytes((1, "a")), "010000000261" },
        { "tuple", Trip.Bytes(Tuple.Create(1, "a")), "01010000000261" },
        { "record", Trip.Bytes(new Order(7, 2, 1.5, "Ann", new DateTime(9, DateTimeKind.Utc), true)), "01070000000000000002000000000000000000f83f04416e6e090000000000004001" },
        { "null record", Trip.Bytes((Order?)null), "00" },
        { "subtypes", Trip.Bytes(new List<Shape?> { new Circle(1), new Square(2), null }), "040101000000000000f03f02010200000000" },
        { "recursion", Trip.Bytes(new Tree(1, [new Tree(2, [])])), "010100000002010200000001" },
        { "everything", Trip.Bytes(Everything.Sample), "0101c8fbffffff0000000000010000000000000000f83f6e000000000000000000000000000200107a77c3b66c6620f09f8cb320eda0800000b3a69ea1da488000b796ab49de084cff00112233445566778899aabbccddeeff05000000010700000004010000000200000003000000030261000300026b0201000000026c0101000000027011687474703a2f2f686f73742f7061746815d11338cf557d94d675f7415b56683767ca53465a03040000000500000002010278010000000000000000000000000000000000000000f8ff000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000001010100000000000100020000010000000000000000000000000000000100f44aa90800000021490b0006312e322e33030100000002000000" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Bytes_never_change(string name, byte[] bytes, string golden) =>
        Assert.Equal($"{name}: {golden}", $"{name}: {Convert.ToHexStringLower(bytes)}");

    [PolyType.DerivedTypeShape(typeof(Circle))]
    [PolyType.DerivedTypeShape(typeof(Square))]
    private abstract record Shape;

    private sealed record Circle(double Radius) : Shape;

    private sealed record Square(int Side) : Shape;

    private sealed record Tree(int Value, List<Tree> Children);
}
