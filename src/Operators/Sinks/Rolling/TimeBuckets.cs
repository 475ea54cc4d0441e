using System.Globalization;
using System.Text.RegularExpressions;

namespace FlowActors.Sinks;

/// <summary>Folders by time. The name of a time is made when it is another one than before, not for each record.</summary>
internal sealed partial class TimeBuckets<T> : BucketAssigner<T>
{
    private readonly string _format;
    private readonly bool _byEventTime;
    private readonly long _unitMs;
    private Named? _last;

    public TimeBuckets(string format, bool byEventTime)
    {
        _format = format;
        _byEventTime = byEventTime;
        _unitMs = UnitOf(format);
    }

    public override string BucketOf(T value, long timestamp, TimeProvider time)
    {
        if (!_byEventTime) timestamp = time.GetUtcNow().ToUnixTimeMilliseconds();
        else if (timestamp == Timestamps.None)
        {
            throw new InvalidOperationException(
                "A record without timestamp has no folder by event time: assign timestamps before the sink, or take BucketAssigner.ByProcessingTime.");
        }

        var unit = Math.DivRem(timestamp, _unitMs, out var rest) - (rest < 0 ? 1 : 0);
        if (_last is { } last && last.Unit == unit) return last.Name;
        var name = DateTimeOffset.FromUnixTimeMilliseconds(unit * _unitMs).UtcDateTime.ToString(_format, CultureInfo.InvariantCulture);
        // Another thread may set another one: each is right.
        _last = new Named(unit, name);
        return name;
    }

    // What the name can change with. A format of one letter stands for others.
    private static long UnitOf(string format)
    {
        const long second = 1_000, minute = 60 * second, hour = 60 * minute, day = 24 * hour;
        var letters = Literals().Replace(format, "");
        return format.Length == 1 || letters.AsSpan().ContainsAny('f', 'F') ? 1
            : letters.Contains('s', StringComparison.Ordinal) ? second
            : letters.Contains('m', StringComparison.Ordinal) ? minute
            : letters.AsSpan().ContainsAny('h', 'H', 't') ? hour
            : day;
    }

    [GeneratedRegex("\\\\.|'[^']*'|\"[^\"]*\"")]
    private static partial Regex Literals();

    private sealed record Named(long Unit, string Name);
}
