namespace FlowActors.Sinks;

/// <summary>When a <see cref="FileSink{T}"/> ends the file that it writes and begins another one: as soon as one of these says so. Immutable.</summary>
public sealed record RollingPolicy
{
    /// <summary>By size and time: what each property says where nothing is set.</summary>
    public static RollingPolicy Default { get; } = new();

    /// <summary>
    /// At every checkpoint, and by nothing else: a file is visible as soon as the checkpoint is complete behind which its last record is.
    /// </summary>
    public static RollingPolicy OnEveryCheckpoint { get; } = new()
    {
        OnCheckpoint = true,
        PartBytesMax = long.MaxValue,
        RolloverInterval = Timeout.InfiniteTimeSpan,
        InactivityInterval = Timeout.InfiniteTimeSpan,
    };

    /// <summary>A file ends with the record that makes it so many bytes long, or longer. Above 0; default: 128 MiB.</summary>
    public long PartBytesMax { get; init; } = 128L << 20;

    /// <summary>
    /// A file ends when it has been written for so long, by the clock of the job. Above 0, or <see cref="Timeout.InfiniteTimeSpan"/>; default:
    /// 60 s.
    /// </summary>
    public TimeSpan RolloverInterval { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// A file ends when no record has come for so long, twice as long at most, by the clock of the job. Above 0, or
    /// <see cref="Timeout.InfiniteTimeSpan"/>; default: 60 s.
    /// </summary>
    public TimeSpan InactivityInterval { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Whether all files end at every checkpoint. Default: false, they are written on over checkpoints.</summary>
    public bool OnCheckpoint { get; init; }

    /// <exception cref="JobValidationException">A bound is none.</exception>
    internal void Check(string path)
    {
        if (PartBytesMax <= 0) throw Refused(path, $"{nameof(PartBytesMax)} is {PartBytesMax}, and a file has more bytes than that");
        Check(path, nameof(RolloverInterval), RolloverInterval);
        Check(path, nameof(InactivityInterval), InactivityInterval);
    }

    private static void Check(string path, string name, TimeSpan interval)
    {
        if (interval <= TimeSpan.Zero && interval != Timeout.InfiniteTimeSpan)
            throw Refused(path, $"{name} is {interval}: give a time above 0, or Timeout.InfiniteTimeSpan for never");
    }

    private static JobValidationException Refused(string path, string why) => new($"The rolling policy of the file sink to '{path}' cannot be kept: {why}.");
}
