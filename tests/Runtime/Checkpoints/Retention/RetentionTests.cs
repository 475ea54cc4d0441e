namespace FlowActors.Runtime.Tests.Checkpoints.Retention;

/// <summary>No file that somebody refers to is ever gone, none that nobody refers to is there after a sweep, and no other is touched.</summary>
public sealed class RetentionTests
{
    [Fact]
    public void Random_lives_of_jobs_lose_and_leave_nothing()
    {
        var (crashes, deleted, refused, read) = (0, 0, 0, 0);
        for (var seed = 0; seed < 300; seed++)
        {
            var job = new RetainedJob(seed);
            for (var step = 0; step < 60; step++)
            {
                if (Record.Exception(job.Step) is { } failure) throw new InvalidOperationException($"Seed {seed} fails at step {step}.", failure);
            }

            (crashes, deleted, refused, read) = (crashes + job.Crashes, deleted + job.Deleted, refused + job.Refused, read + job.Read);
        }

        Assert.True(crashes > 300 && deleted > 3_000 && refused > 10 && read > 100, $"{crashes} crashes, {deleted} deleted files, {refused} refused checkpoints and {read} leases say little.");
    }
}
