using System.Globalization;

namespace FlowActors.Sinks;

/// <summary>
/// Says into which folder below that of a <see cref="FileSink{T}"/> a record goes (Flink's bucket). One object serves all subtasks, on their
/// threads at once.
/// </summary>
/// <typeparam name="T">The records.</typeparam>
public abstract class BucketAssigner<T>
{
    /// <summary>The folder of a record.</summary>
    /// <param name="value">The record.</param>
    /// <param name="timestamp">Its event time in ms since 1970, or <see cref="Timestamps.None"/>.</param>
    /// <param name="time">The clock of the job.</param>
    /// <returns>
    /// A path below the sink's folder, with <c>/</c> between names, of which none is empty or begins with a dot; empty for the sink's folder itself.
    /// </returns>
    public abstract string BucketOf(T value, long timestamp, TimeProvider time);

    /// <summary>The functions of which it consists, which are part of the program.</summary>
    internal virtual IReadOnlyList<object> UserCode => [this];
}

/// <summary>The usual ways to divide a stream among folders.</summary>
public static class BucketAssigner
{
    /// <summary>The form of the names of folders by time where none is given, as in Flink: a folder for each hour.</summary>
    public const string HourFormat = "yyyy-MM-dd--HH";

    /// <summary>All records go into the sink's folder itself.</summary>
    public static BucketAssigner<T> None<T>() => new FieldBuckets<T>(_ => "");

    /// <summary>
    /// A folder for each hour, or what the format says, of the records' event time in UTC: a record goes into the same folder whenever it is
    /// written. A record without timestamp fails the job.
    /// </summary>
    /// <param name="format">A format of <see cref="DateTime"/>, by the invariant culture; one with <c>/</c> makes folders in folders.</param>
    public static BucketAssigner<T> ByEventTime<T>(string format = HourFormat) => new TimeBuckets<T>(Checked(format), byEventTime: true);

    /// <summary>A folder for each hour, or what the format says, in which records are written, in UTC (Flink's <c>DateTimeBucketAssigner</c>).</summary>
    /// <param name="format">As for <see cref="ByEventTime"/>.</param>
    public static BucketAssigner<T> ByProcessingTime<T>(string format = HourFormat) => new TimeBuckets<T>(Checked(format), byEventTime: false);

    /// <summary>A folder for each value of a field.</summary>
    /// <param name="field">Gives the folder of a record; as <see cref="BucketAssigner{T}.BucketOf"/>.</param>
    public static BucketAssigner<T> By<T>(Func<T, string> field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return new FieldBuckets<T>(field);
    }

    private static string Checked(string format)
    {
        ArgumentException.ThrowIfNullOrEmpty(format);
        _ = DateTime.UnixEpoch.ToString(format, CultureInfo.InvariantCulture);
        return format;
    }
}
