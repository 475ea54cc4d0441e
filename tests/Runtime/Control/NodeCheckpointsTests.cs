using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Checkpoints.Metadata;
using FlowActors.Runtime.Control.Nodes;
using FlowActors.Runtime.Subtasks;
using FlowActors.Runtime.Subtasks.Deployment;
using static FlowActors.Runtime.Control.Nodes.NodeAgentProtocol;

namespace FlowActors.Runtime.Tests.Control;

/// <summary>What a node makes of checkpoints of which several are under way.</summary>
public sealed class NodeCheckpointsTests
{
    private static readonly AttemptId Attempt = new(new JobId("00112233445566778899aabbccddeeff"), 0, 1);
    private static readonly SubtaskId Subtask = new(Attempt.Job, 1, 2, 3);

    private readonly List<NodeEffect> _effects = [];
    private readonly NodeCheckpoints _node;

    public NodeCheckpointsTests() => _node = new NodeCheckpoints(Attempt, _effects);

    [Fact]
    public void A_barrier_waits_where_the_one_before_it_was_lost()
    {
        Enter(2, behind: 1);
        Assert.Empty(Took());
        Enter(1);
        Enter(2, behind: 1);
        Assert.Equal([Entered(1), Entered(2)], Took());
        // Where the one before it was said before, too.
        Enter(3, behind: 2);
        Taken(3);
        Took();
        Enter(4, behind: 3);
        Assert.Equal([Entered(4)], Took());
    }

    [Fact]
    public void The_abort_of_a_later_one_leaves_what_was_said_of_an_earlier_one()
    {
        Enter(1);
        Taken(1);
        Took();
        End(2, underWay: [1]);
        Assert.Equal([2], Over());
        _node.Enter(new EnterBarriers(Attempt, 1, 1, CheckpointKind.Checkpoint, CheckpointMode.Aligned, null, []) { Awaited = [new SubtaskNumber(2, 3)] }, [Subtask]);
        Assert.Equal(1, Assert.IsType<SubtaskCheckpoint>(Assert.IsType<NodeEffect.Pass>(Assert.Single(Took())).Message).Checkpoint);
        End(1);
        Assert.Equal([1], Over());
        End(1);
        End(2);
        Assert.Empty(Over());
        Enter(1);
        Assert.Empty(Took());
    }

    [Fact]
    public void What_is_over_is_not_under_way_again_whatever_is_late()
    {
        End(5, underWay: [4]);
        End(3);
        End(7, underWay: [3, 4, 6]);
        Assert.Equal([5, 7], Over());
        foreach (var checkpoint in new[] { 3, 4, 5, 6, 7, 8 }) Enter(checkpoint);
        Assert.Equal([Entered(4), Entered(6), Entered(8)], Took());
    }

    private static NodeEffect.Tell Entered(long checkpoint) =>
        new NodeEffect.Tell(new SubtaskProtocol.EnterBarrier(Subtask, checkpoint, CheckpointKind.Checkpoint, CheckpointMode.Aligned, 0));

    private void Enter(long checkpoint, long? behind = null) => _node.Enter(
        new EnterBarriers(Attempt, 1, checkpoint, CheckpointKind.Checkpoint, CheckpointMode.Aligned, null, [new BarrierEntry(2, 3, 0) { Behind = behind }]), [Subtask]);

    private void Taken(long checkpoint) =>
        _node.On(new SubtaskProtocol.CheckpointTaken(Subtask, checkpoint, CheckpointKind.Checkpoint, null, new SubtaskSnapshot(3, false, [], [], []), false, default));

    private void End(long checkpoint, IReadOnlyList<long>? underWay = null) =>
        _node.End(new EndCheckpoint(Attempt, 1, checkpoint, IsComplete: false) { UnderWay = underWay }, [Subtask]);

    private List<NodeEffect> Took()
    {
        List<NodeEffect> taken = [.. _effects];
        _effects.Clear();
        return taken;
    }

    private IEnumerable<long> Over() => [.. Took().OfType<NodeEffect.Tell>().Select(t => t.Command).OfType<SubtaskProtocol.CheckpointOver>().Select(o => o.Checkpoint)];
}
