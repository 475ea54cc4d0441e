using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Control.Coordination;

namespace FlowActors.Runtime.Tests.Control;

public sealed class MovedStateTests
{
    [Fact]
    public void What_stays_on_its_node_has_not_moved() => Assert.Equal(0, Moved(2, 2, ["a", "b"], ["a", "b"]));

    [Fact]
    public void A_subtask_that_is_elsewhere_has_moved_with_all_it_has() => Assert.Equal(1_000, Moved(2, 2, ["a", "b"], ["a", "c"]));

    // Of [0, 63] and [64, 127] the second half of each goes to another subtask.
    [Fact]
    public void Key_groups_take_their_share_with_them()
    {
        Assert.Equal(1_000, Moved(2, 4, ["a", "b"], ["a", "b", "b", "a"]));
        Assert.Equal(0, Moved(2, 4, ["a", "b"], ["a", "a", "b", "b"]));
        Assert.Equal(1_000, Moved(2, 1, ["a", "b"], ["a"]));
    }

    private static long Moved(int before, int after, string[] from, string[] to) => MovedState.Bytes(
        Enumerable.Range(0, before).Select(i => new CheckpointSubtask(new SubtaskNumber(0, i), null, false, 1_000, 0, default)), Shape(before), Shape(after), from, to);

    private static CheckpointShape Shape(int parallelism) => new(new CheckpointConfig(), [new VertexShape(0, "v", 0, parallelism, 128, false, [])], []);
}
