namespace FlowActors.StateBackend.Tests.Model;

/// <summary>Processing time that a test moves.</summary>
internal sealed class ManualClock : TimeProvider
{
    /// <summary>In ms since the epoch.</summary>
    public long Now { get; set; } = 1_700_000_000_000;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(Now);
}
