using System.Collections.Immutable;
using System.Numerics;

namespace FlowActors.Tests.Serialization;

/// <summary>A record with a member of every kind.</summary>
public sealed record Everything(
    bool Flag, byte Byte, int Int, long Long, double Double, decimal Decimal, string? Text, DateTime When, DateTimeOffset Instant, Guid Id,
    DayOfWeek Day, int? Maybe, int[] Numbers, List<string?> Texts, Dictionary<string, List<int>> Lists, (int, string) Pair, Uri? Link, BigInteger Big,
    ImmutableArray<int> Fixed, HashSet<string> Set, Everything? Next, TimeOnly Time, DateOnly Date, Version? Version, Stack<int> Stack)
{
    public static Everything Sample { get; } = new(
        true, 200, -5, 1L << 40, 1.5, 1.10m, "zwölf 🌳 \uD800", new DateTime(638_000_000_000_000_000, DateTimeKind.Utc),
        new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(-3)), Guid.Parse("00112233-4455-6677-8899-aabbccddeeff"), DayOfWeek.Friday, 7,
        [1, 2, 3], ["a", null], new() { ["k"] = [1], ["l"] = [] }, (1, "p"), new Uri("http://host/path"), BigInteger.Pow(3, 100), [4, 5],
        new(StringComparer.OrdinalIgnoreCase) { "x" },
        new(
            false, 0, 0, 0, double.NaN, 0, null, default, default, default, default, null, [], [], [], (0, ""), null, 0, default, [], null, default, default,
            null, []),
        new TimeOnly(1, 2), new DateOnly(2026, 1, 2), new Version(1, 2, 3), new Stack<int>([1, 2]));
}
