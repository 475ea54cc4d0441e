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

    [Fact]
    public void What_has_failed_is_tried_again_by_who_knows_that_and_once()
    {
        var requests = new SnapshotRequests(2);
        var asked = new TakeSnapshot(Job, "a", CheckpointKind.Savepoint, "/s");
        Assert.True(requests.IsNew(asked));
        requests.Begin(asked, Noon);
        Assert.False(requests.IsNew(asked with { Again = Noon }));
        requests.End("a", null, "no room", Noon.AddSeconds(1));
        Assert.False(requests.IsNew(asked));
        Assert.False(requests.IsNew(asked with { Again = Noon }));
        var again = asked with { Again = Noon.AddSeconds(1) };
        Assert.True(requests.IsNew(again));
        requests.Begin(again, Noon.AddSeconds(2));
        Assert.False(requests.IsNew(again));
        // It is under way: those that are over later make nobody forget it.
        foreach (var name in new[] { "b", "c", "d" })
        {
            requests.Begin(asked with { Request = name, Target = $"/{name}" }, Noon);
            requests.End(name, 7, null, Noon);
        }

        requests.End("a", 8, null, Noon.AddSeconds(3));
        Assert.Equal(8, requests.Find("a")!.Checkpoint);
        Assert.False(requests.IsNew(again with { Again = Noon.AddSeconds(3) }));
    }

    [Fact]
    public void A_folder_is_written_to_by_one_at_a_time()
    {
        var requests = new SnapshotRequests(2);
        requests.Begin(new TakeSnapshot(Job, "a", CheckpointKind.Savepoint, "/s"), Noon);
        Assert.True(requests.IsWrittenTo("/s/"));
        Assert.False(requests.IsWrittenTo("/s/t"));
        requests.End("a", 7, null, Noon);
        Assert.False(requests.IsWrittenTo("/s"));
    }
}
