namespace FlowActors.Client.Tests;

/// <summary>A clock on which whoever pauses has done so at once. What would take a minute or more never happens.</summary>
internal sealed class JumpingTime : TimeProvider
{
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(1);
    private long _passed;

    /// <summary>For how long there were pauses.</summary>
    public TimeSpan Passed => new(Interlocked.Read(ref _passed));

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref _passed);

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + Passed;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime >= TimeSpan.Zero && dueTime < s_longest)
        {
            Interlocked.Add(ref _passed, dueTime.Ticks);
            ThreadPool.QueueUserWorkItem(_ => callback(state));
        }

        return new Timer();
    }

    private sealed class Timer : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => default;
    }
}
