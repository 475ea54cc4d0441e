using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Control.Coordination;
using static FlowActors.Runtime.Control.Coordination.JobCoordinatorProtocol;

namespace FlowActors.Runtime.Tests.Control;

/// <summary>What is remembered of snapshots that were asked for.</summary>
public sealed class SnapshotRequestsTests
{
    private static readonly JobId Job = JobId.Create();
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_oldest_that_are_over_are_forgotten_and_none_that_is_under_way()
    {
        var requests = new SnapshotRequests(2);
        foreach (var name in new[] { "a", "b", "c", "d" }) requests.Begin(new TakeSnapshot(Job, name, CheckpointKind.Savepoint, $"/s/{name}") { IsNative = true }, Noon);
        foreach (var name in new[] { "d", "b", "c" }) requests.End(name, 7, null, Noon.AddSeconds(1));
        Assert.Null(requests.Find("d"));
        Assert.Equal(new SnapshotProgress(CheckpointKind.Savepoint, "/s/a", true, Noon, null, null, null), requests.Find("a"));
        Assert.Equal(new SnapshotProgress(CheckpointKind.Savepoint, "/s/b", true, Noon, Noon.AddSeconds(1), 7, null), requests.Find("b"));
        Assert.True(requests.Find("c")!.IsOver);
    }
}
