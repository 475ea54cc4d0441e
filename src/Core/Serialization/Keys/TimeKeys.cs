namespace FlowActors.Serialization;

/// <summary>Key types that are a number of ticks or days, and how to come from one to the other.</summary>
internal interface ITickKey<T>
{
    static abstract bool NeedsNormalization { get; }

    static abstract long ToTicks(T key);

    /// <summary>The key of the ticks; the caller has checked that they lie in the range.</summary>
    static abstract T FromTicks(long ticks);

    static abstract (long Min, long Max) Range { get; }
}

/// <summary>Eight bytes of ticks, ordered as the values are.</summary>
internal readonly struct TickKeyCodec<T, TTicks> : IKeyCodec<T>
    where T : struct
    where TTicks : struct, ITickKey<T>
{
    public static int Size => 8;

    public static bool NeedsNormalization => TTicks.NeedsNormalization;

    public static T Normalize(T key) => TTicks.FromTicks(TTicks.ToTicks(key));

    public static void Write(ref byte target, T key) => IntegerKeyCodec<long>.Write(ref target, TTicks.ToTicks(key));

    public static T Read(ref byte source)
    {
        var ticks = IntegerKeyCodec<long>.Read(ref source);
        var (min, max) = TTicks.Range;
        return ticks >= min && ticks <= max ? TTicks.FromTicks(ticks) : throw CorruptValue.Of($"a {typeof(T).Name} key", (ulong)ticks);
    }

    public static int Hash(T key) => StableHashes.Of(TTicks.ToTicks(key));

    public static bool Equals(T x, T y) => TTicks.ToTicks(x) == TTicks.ToTicks(y);
}

/// <summary>DateTime compares ticks and ignores the kind, so a key has the ticks alone, and its kind is unspecified.</summary>
internal readonly struct DateTimeTicks : ITickKey<DateTime>
{
    public static bool NeedsNormalization => true;

    public static (long Min, long Max) Range => (0, DateTime.MaxValue.Ticks);

    public static long ToTicks(DateTime key) => key.Ticks;

    public static DateTime FromTicks(long ticks) => new(ticks);
}

/// <summary>DateTimeOffset compares instants, so a key has the instant alone, and its offset is zero.</summary>
internal readonly struct DateTimeOffsetTicks : ITickKey<DateTimeOffset>
{
    public static bool NeedsNormalization => true;

    public static (long Min, long Max) Range => (0, DateTime.MaxValue.Ticks);

    public static long ToTicks(DateTimeOffset key) => key.UtcTicks;

    public static DateTimeOffset FromTicks(long ticks) => new(ticks, TimeSpan.Zero);
}

internal readonly struct TimeSpanTicks : ITickKey<TimeSpan>
{
    public static bool NeedsNormalization => false;

    public static (long Min, long Max) Range => (long.MinValue, long.MaxValue);

    public static long ToTicks(TimeSpan key) => key.Ticks;

    public static TimeSpan FromTicks(long ticks) => new(ticks);
}

internal readonly struct TimeOnlyTicks : ITickKey<TimeOnly>
{
    public static bool NeedsNormalization => false;

    public static (long Min, long Max) Range => (0, TimeOnly.MaxValue.Ticks);

    public static long ToTicks(TimeOnly key) => key.Ticks;

    public static TimeOnly FromTicks(long ticks) => new(ticks);
}

internal readonly struct DateOnlyDays : ITickKey<DateOnly>
{
    public static bool NeedsNormalization => false;

    public static (long Min, long Max) Range => (0, DateOnly.MaxValue.DayNumber);

    public static long ToTicks(DateOnly key) => key.DayNumber;

    public static DateOnly FromTicks(long ticks) => DateOnly.FromDayNumber((int)ticks);
}
