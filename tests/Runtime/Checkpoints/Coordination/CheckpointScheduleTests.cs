using CsCheck;

namespace FlowActors.Runtime.Tests.Checkpoints.Coordination;

/// <summary>What holds of checkpoints under every schedule. A failure prints the seed of its simulation.</summary>
public sealed class CheckpointScheduleTests
{
    [Fact]
    public void Under_every_schedule_the_job_ends_and_no_file_is_lost_or_left_behind()
    {
        var (completed, restarts) = (0, 0);
        Seeded.Check(
            Gen.Int,
            seed =>
            {
                var run = new CheckpointSimulation(seed);
                completed += run.Completed;
                restarts += run.Restarts;
            },
            300);
        Assert.InRange(completed, 1_000, int.MaxValue);
        Assert.InRange(restarts, 1_000, int.MaxValue);
    }
}
