using FlowActors.Sinks.Parts;

namespace FlowActors.Sinks;

/// <summary>A file that a writer has open.</summary>
/// <param name="file">Its bytes.</param>
/// <param name="bucket">The folder in the sink's folder.</param>
/// <param name="shown">The name that it gets.</param>
/// <param name="openedAt">When it was begun, in ms.</param>
internal sealed class RollingPart(PartFile file, string bucket, string shown, long openedAt) : IDisposable
{
    // Since when no record has come, in ms, as far as is known.
    private long _idleSince;

    public PartFile File => file;

    public string Bucket => bucket;

    /// <summary>Whether a record has come since <see cref="EndsAt"/> was asked last.</summary>
    public bool IsActive { private get; set; } = true;

    /// <summary>Asks when it is to end if no record comes.</summary>
    /// <param name="policy">What says so.</param>
    /// <param name="now">In ms.</param>
    public long EndsAt(RollingPolicy policy, long now)
    {
        if (IsActive) _idleSince = now;
        IsActive = false;
        return Math.Min(After(openedAt, policy.RolloverInterval), After(_idleSince, policy.InactivityInterval));
    }

    /// <summary>As it is at a barrier.</summary>
    public OpenPart ToState(string folder) => new(folder, bucket, Path.GetFileName(file.Path), shown, file.Length);

    /// <summary>As it is when it has ended.</summary>
    public ClosedPart ToClosed(string folder) => new(folder, bucket, Path.GetFileName(file.Path), shown, file.Length, IsWhole: true);

    public void Dispose() => file.Dispose();

    private static long After(long time, TimeSpan interval) =>
        interval == Timeout.InfiniteTimeSpan || interval.TotalMilliseconds > long.MaxValue - time ? long.MaxValue : time + Math.Max(1, (long)interval.TotalMilliseconds);
}
