using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.State;

namespace FlowActors.Runtime.Tests.Checkpoints.Coordination;

public sealed class CheckpointBarrierTests
{
    [Fact]
    public void A_mark_says_all_that_a_barrier_does()
    {
        foreach (var kind in Enum.GetValues<CheckpointKind>())
        {
            foreach (var mode in Enum.GetValues<CheckpointMode>())
            {
                foreach (var isNative in new[] { false, true })
                {
                    var barrier = new CheckpointBarrier((1L << 48) - 1, kind, mode, isNative);
                    Assert.Equal(barrier, CheckpointBarrier.OfMark(barrier.ToMark()));
                }
            }
        }

        // As in the records under way of unaligned checkpoints of earlier builds.
        Assert.Equal(7, new CheckpointBarrier(7).ToMark());
        Assert.Equal(7 | (3L << 48) | (2L << 56), new CheckpointBarrier(7, CheckpointKind.DrainWithSavepoint, CheckpointMode.AlignedWithTimeout).ToMark());
    }

    [Fact]
    public void Checkpoints_are_native_and_savepoints_what_was_asked_for()
    {
        foreach (var kind in Enum.GetValues<CheckpointKind>())
        {
            Assert.Equal(SnapshotForm.Native, new CheckpointBarrier(1, kind, IsNative: true).Form);
            Assert.Equal(kind.IsSavepoint ? SnapshotForm.Canonical : SnapshotForm.Native, new CheckpointBarrier(1, kind).Form);
        }
    }
}
