using FlowActors.Serialization;

namespace FlowActors.Tests.Serialization;

/// <summary>The bytes of keys that are stored must be readable for ever: a change here is a change of format.</summary>
public sealed class KeyGoldens
{
    public static TheoryData<string, byte[], string> Cases => new()
    {
        { "bool", KeyBytes(true), "01" },
        { "int", KeyBytes(-2), "7ffffffe" },
        { "uint", KeyBytes(2u), "00000002" },
        { "long", KeyBytes(5L), "8000000000000005" },
        { "Int128", KeyBytes((Int128)(-3)), "7ffffffffffffffffffffffffffffffd" },
        { "char", KeyBytes('x'), "0078" },
        { "double", KeyBytes(-1.5), "4007ffffffffffff" },
        { "zero", KeyBytes(-0.0), "8000000000000000" },
        { "NaN", KeyBytes(double.NaN), "0007ffffffffffff" },
        { "Half", KeyBytes((Half)1.5), "be00" },
        { "decimal", KeyBytes(1.10m), "02410c00" },
        { "negative decimal", KeyBytes(-123.4m), "00bcf2dcff" },
        { "string", KeyBytes("a\0\u0001ö"), "6101010102c3b600" },
        { "lone surrogate", KeyBytes("\uD800"), "eda08000" },
        { "DateTime", KeyBytes(new DateTime(638_000_000_000_000_000, DateTimeKind.Utc)), "88daa19ea6b30000" },
        { "DateTimeOffset", KeyBytes(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(-3))), "88de49c4bc043880" },
        { "DateOnly", KeyBytes(new DateOnly(2026, 1, 2)), "80000000000b4921" },
        { "TimeOnly", KeyBytes(new TimeOnly(1, 2, 3)), "80000008ab14b780" },
        { "TimeSpan", KeyBytes(TimeSpan.FromSeconds(-1)), "7fffffffff676980" },
        { "Guid", KeyBytes(Guid.Parse("00112233-4455-6677-8899-aabbccddeeff")), "00112233445566778899aabbccddeeff" },
        { "Version", KeyBytes(new Version(1, 2)), "80000001800000027fffffff7fffffff" },
        { "enum", KeyBytes(DayOfWeek.Friday), "80000005" },
        { "nullable", KeyBytes((int?)5), "0180000005" },
        { "null", KeyBytes((int?)null), "00" },
        { "value tuple", KeyBytes((1, "a")), "80000001016100" },
        { "null in a tuple", KeyBytes((1, (string?)null)), "8000000100" },
        { "record", KeyBytes(new Person("Ann", 7)), "01416e6e0080000007" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Bytes_never_change(string name, byte[] bytes, string golden) =>
        Assert.Equal($"{name}: {golden}", $"{name}: {Convert.ToHexStringLower(bytes)}");

    private static byte[] KeyBytes<T>(T key) => Trip.Bytes(SerializerRegistry.Default.GetKey<T>(), key);

    private sealed record Person(string Name, int Age);
}
