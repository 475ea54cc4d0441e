namespace FlowActors.Serialization;

/// <summary>Ticks in the lower 62 bits, the kind above them; the same on every machine, whatever its time zone.</summary>
internal readonly struct DateTimeCodec : IFixedCodec<DateTime>
{
    private const int KindShift = 62;

    public static int Size => 8;

    public static bool IsBlittable => false;

    public static TypeSchema Schema { get; } = TypeSchema.Primitive("datetime");

    public static void Write(ref byte target, DateTime value) =>
        LittleEndian.Write(ref target, (ulong)value.Ticks | ((ulong)value.Kind << KindShift));

    public static DateTime Read(ref byte source)
    {
        var bits = LittleEndian.Read<ulong>(ref source);
        var ticks = (long)(bits & ((1UL << KindShift) - 1));
        var kind = (DateTimeKind)(bits >> KindShift);
        if (ticks > DateTime.MaxValue.Ticks || kind > DateTimeKind.Local) throw CorruptValue.Of("a DateTime", bits);
        return new DateTime(ticks, kind);
    }
}

/// <summary>Local ticks and the offset in minutes.</summary>
internal readonly struct DateTimeOffsetCodec : IFixedCodec<DateTimeOffset>
{
    public static int Size => 10;

    public static bool IsBlittable => false;

    public static TypeSchema Schema { get; } = TypeSchema.Primitive("datetimeoffset");

    public static void Write(ref byte target, DateTimeOffset value)
    {
        LittleEndian.Write(ref target, value.Ticks);
        LittleEndian.Write(ref System.Runtime.CompilerServices.Unsafe.Add(ref target, 8), (short)value.TotalOffsetMinutes);
    }

    public static DateTimeOffset Read(ref byte source)
    {
        var ticks = LittleEndian.Read<long>(ref source);
        var minutes = LittleEndian.Read<short>(ref System.Runtime.CompilerServices.Unsafe.Add(ref source, 8));
        var utc = ticks - (minutes * TimeSpan.TicksPerMinute);
        if ((ulong)ticks > (ulong)DateTime.MaxValue.Ticks || (ulong)utc > (ulong)DateTime.MaxValue.Ticks || Math.Abs((int)minutes) > 14 * 60)
            throw CorruptValue.Of("a DateTimeOffset", (ulong)ticks);
        return new DateTimeOffset(ticks, TimeSpan.FromMinutes(minutes));
    }
}

/// <summary>Days since 0001-01-01.</summary>
internal readonly struct DateOnlyCodec : IFixedCodec<DateOnly>
{
    public static int Size => 4;

    public static bool IsBlittable => false;

    public static TypeSchema Schema { get; } = TypeSchema.Primitive("dateonly");

    public static void Write(ref byte target, DateOnly value) => LittleEndian.Write(ref target, value.DayNumber);

    public static DateOnly Read(ref byte source)
    {
        var day = LittleEndian.Read<uint>(ref source);
        return day <= (uint)DateOnly.MaxValue.DayNumber ? DateOnly.FromDayNumber((int)day) : throw CorruptValue.Of("a DateOnly", day);
    }
}

/// <summary>Ticks since midnight.</summary>
internal readonly struct TimeOnlyCodec : IFixedCodec<TimeOnly>
{
    public static int Size => 8;

    public static bool IsBlittable => false;

    public static TypeSchema Schema { get; } = TypeSchema.Primitive("timeonly");

    public static void Write(ref byte target, TimeOnly value) => LittleEndian.Write(ref target, value.Ticks);

    public static TimeOnly Read(ref byte source)
    {
        var ticks = LittleEndian.Read<ulong>(ref source);
        return ticks <= (ulong)TimeOnly.MaxValue.Ticks ? new TimeOnly((long)ticks) : throw CorruptValue.Of("a TimeOnly", ticks);
    }
}

/// <summary>Ticks.</summary>
internal readonly struct TimeSpanCodec : IFixedCodec<TimeSpan>
{
    public static int Size => 8;

    public static bool IsBlittable => true;

    public static TypeSchema Schema { get; } = TypeSchema.Primitive("timespan");

    public static void Write(ref byte target, TimeSpan value) => LittleEndian.Write(ref target, value.Ticks);

    public static TimeSpan Read(ref byte source) => new(LittleEndian.Read<long>(ref source));
}
