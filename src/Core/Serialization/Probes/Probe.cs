using System.Collections.Frozen;
using System.Numerics;
using System.Text;

namespace FlowActors.Serialization;

/// <summary>
/// Makes up values to try a type with when it is first used. Neighbours differ, so that members which take each other's place are
/// found, and numbers are small, so that a size or a capacity costs nothing. The odd ones have what code likes to tidy up: blanks,
/// upper case, fractions.
/// </summary>
internal sealed class Probe(bool isOdd)
{
    private static readonly FrozenDictionary<Type, Func<int, bool, object>> s_values = new Dictionary<Type, Func<int, bool, object>>
    {
        [typeof(bool)] = (n, odd) => n % 2 == (odd ? 0 : 1),
        [typeof(byte)] = (n, odd) => (byte)Number(n, odd),
        [typeof(sbyte)] = (n, odd) => (sbyte)Number(n, odd),
        [typeof(short)] = (n, odd) => (short)Number(n, odd),
        [typeof(ushort)] = (n, odd) => (ushort)Number(n, odd),
        [typeof(int)] = (n, odd) => Number(n, odd),
        [typeof(uint)] = (n, odd) => (uint)Number(n, odd),
        [typeof(long)] = (n, odd) => (long)Number(n, odd),
        [typeof(ulong)] = (n, odd) => (ulong)Number(n, odd),
        [typeof(Int128)] = (n, odd) => (Int128)Number(n, odd),
        [typeof(UInt128)] = (n, odd) => (UInt128)Number(n, odd),
        [typeof(BigInteger)] = (n, odd) => (BigInteger)Number(n, odd),
        [typeof(Half)] = (n, odd) => (Half)(Number(n, odd) + 0.25),
        [typeof(float)] = (n, odd) => Number(n, odd) + (odd ? 0.12345f : 0.25f),
        [typeof(double)] = (n, odd) => Number(n, odd) + (odd ? 0.123456789 : 0.25),
        [typeof(decimal)] = (n, odd) => Number(n, odd) + (odd ? 0.123456789m : 0.25m),
        [typeof(char)] = (n, odd) => (char)((odd ? 'A' : 'a') + (n % 26)),
        [typeof(Rune)] = (n, odd) => new Rune((char)((odd ? 'A' : 'a') + (n % 26))),
        [typeof(string)] = (n, odd) => odd ? $" Probe {n} " : $"probe{n}",
        [typeof(Guid)] = (n, odd) => new Guid(Number(n, odd), 2, 3, 4, 5, 6, 7, 8, 9, 10, 11),
        [typeof(DateTime)] = (n, odd) => Instant(n, odd).UtcDateTime,
        [typeof(DateTimeOffset)] = (n, odd) => Instant(n, odd),
        [typeof(DateOnly)] = (n, odd) => DateOnly.FromDateTime(Instant(n, odd).UtcDateTime),
        [typeof(TimeOnly)] = (n, odd) => TimeOnly.FromTimeSpan(Span(n, odd)),
        [typeof(TimeSpan)] = (n, odd) => Span(n, odd),
        [typeof(Version)] = (n, odd) => new Version(Number(n, odd), n + 1),
        [typeof(Uri)] = (n, odd) => new Uri(odd ? $"http://Probe/{n}?q=A#f" : $"http://probe/{n}"),
    }.ToFrozenDictionary();

    private int _count;
    private int _depth;

    /// <summary>True within a value of its own type, which is to be as small as can be.</summary>
    public bool IsNested => _depth > 0;

    public void Enter() => _depth++;

    public void Leave() => _depth--;

    /// <summary>The next value of a primitive type or an enum; the default of any other.</summary>
    public T Next<T>()
    {
        _count++;
        if (s_values.TryGetValue(typeof(T), out var make)) return (T)make(_count, isOdd);
        if (typeof(T).IsEnum && Enum.GetValuesAsUnderlyingType(typeof(T)) is { Length: > 0 } values)
            return (T)Enum.ToObject(typeof(T), values.GetValue((_count + (isOdd ? 1 : 0)) % values.Length)!);
        return default!;
    }

    /// <summary>Appends the count of a collection and its elements: two, or none within a value of its own type.</summary>
    public void WriteElements(ByteWriter writer, TypeSerializer element)
    {
        var count = IsNested ? 0 : 2;
        writer.WriteCount(count);
        for (var i = 0; i < count; i++) element.WriteProbe(writer, this);
    }

    // Below 100 bytes' worth of members, all fit into an sbyte.
    private static int Number(int n, bool odd) => odd ? 40 + n : n;

    private static DateTimeOffset Instant(int n, bool odd) => new DateTimeOffset(2001, 2, 3, 0, 0, 0, TimeSpan.Zero).AddDays(n) + Span(n, odd);

    private static TimeSpan Span(int n, bool odd) => new(0, 1 + (n % 20), 2, 3, 4, odd ? 567 : 0);
}
