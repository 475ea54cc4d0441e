namespace FlowActors.StateBackend.Tests.Telemetry;

/// <summary>A clock that is some microseconds later at each look.</summary>
internal sealed class SteppingClock : TimeProvider
{
    private long _now;

    /// <summary>How much later.</summary>
    public long Step { get; set; } = 1;

    public int Looks { get; private set; }

    public override long TimestampFrequency => 1_000_000;

    public void Advance(long microseconds) => _now += microseconds;

    public override long GetTimestamp()
    {
        Looks++;
        return _now += Step;
    }
}
