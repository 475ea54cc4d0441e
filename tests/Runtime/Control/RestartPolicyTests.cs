using CsCheck;
using FlowActors.Runtime.Control.Restart;

namespace FlowActors.Runtime.Tests.Control;

public sealed class RestartPolicyTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void None_gives_up_at_the_first_failure() =>
        Assert.IsType<RestartDecision.GiveUp>(new RestartPolicy(RestartStrategy.None, () => 0).OnFailure(Noon));

    [Fact]
    public void Fixed_delay_restarts_as_often_as_it_may_and_no_more()
    {
        var policy = new RestartPolicy(new RestartStrategy.FixedDelay(2, TimeSpan.FromSeconds(3)), () => 0);
        Assert.Equal(TimeSpan.FromSeconds(3), Delay(policy.OnFailure(Noon)));
        Assert.Equal(TimeSpan.FromSeconds(3), Delay(policy.OnFailure(Noon.AddDays(1))));
        var end = Assert.IsType<RestartDecision.GiveUp>(policy.OnFailure(Noon.AddDays(2)));
        Assert.Contains("all 2 restarts", end.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Failure_rate_counts_the_failures_of_the_interval_only()
    {
        var policy = new RestartPolicy(
            new RestartStrategy.FailureRate(2, TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(1)), () => 0);
        Assert.Equal(TimeSpan.FromSeconds(1), Delay(policy.OnFailure(Noon)));
        Assert.Equal(TimeSpan.FromSeconds(1), Delay(policy.OnFailure(Noon.AddSeconds(30))));

        // The first one is out of the interval by now; the third within it is one too many.
        Assert.Equal(TimeSpan.FromSeconds(1), Delay(policy.OnFailure(Noon.AddSeconds(61))));
        Assert.IsType<RestartDecision.GiveUp>(policy.OnFailure(Noon.AddSeconds(90)));
    }

    [Fact]
    public void The_longest_intervals_are_for_ever()
    {
        var rate = new RestartPolicy(new RestartStrategy.FailureRate(1, TimeSpan.MaxValue, TimeSpan.Zero), () => 0);
        Assert.Equal(TimeSpan.Zero, Delay(rate.OnFailure(Noon)));
        Assert.IsType<RestartDecision.GiveUp>(rate.OnFailure(Noon.AddYears(1_000)));

        var exponential = Exponential(new() { ResetAfter = TimeSpan.MaxValue, Multiplier = 1e300, Jitter = 0 });
        Assert.Equal(TimeSpan.FromSeconds(1), Delay(exponential.OnFailure(Noon)));
        Assert.Equal(TimeSpan.FromMinutes(1), Delay(exponential.OnFailure(Noon.AddYears(1_000))));
    }

    [Fact]
    public void Exponential_delay_grows_to_its_maximum()
    {
        var policy = Exponential(new() { Max = TimeSpan.FromSeconds(2), Jitter = 0 });
        Assert.Equal([1, 1.5, 2, 2], Enumerable.Range(0, 4).Select(i => Delay(policy.OnFailure(Noon.AddSeconds(i))).TotalSeconds));
    }

    [Fact]
    public void Exponential_delay_starts_anew_after_the_job_ran_well_for_a_while()
    {
        var policy = Exponential(new() { Jitter = 0, ResetAfter = TimeSpan.FromMinutes(10) });
        policy.OnFailure(Noon);
        Assert.Equal(1.5, Delay(policy.OnFailure(Noon.AddMinutes(10))).TotalSeconds);

        // The delay of 1.5 s before the restart does not count as running well.
        Assert.Equal(2.25, Delay(policy.OnFailure(Noon.AddMinutes(20).AddSeconds(1))).TotalSeconds);
        Assert.Equal(1, Delay(policy.OnFailure(Noon.AddMinutes(31))).TotalSeconds);
    }

    [Theory]
    [InlineData(0.0, 1.35)]
    [InlineData(0.5, 1.5)]
    [InlineData(1.0, 1.65)]
    public void Exponential_delay_varies_by_its_jitter(double random, double expected)
    {
        var policy = new RestartPolicy(new RestartStrategy.ExponentialDelay(), () => random);
        policy.OnFailure(Noon);
        Assert.Equal(expected, Delay(policy.OnFailure(Noon)).TotalSeconds, 9);
    }

    [Fact]
    public void Jitter_stays_between_the_shortest_and_the_longest_delay()
    {
        var settings = new RestartStrategy.ExponentialDelay { Jitter = 0.5, Max = TimeSpan.FromSeconds(4) };
        Seeded.Check(Gen.Double[0, 1].Array[1, 10], draws =>
        {
            var next = 0;
            var policy = new RestartPolicy(settings, () => draws[next++]);
            Assert.All(draws, _ => Assert.InRange(Delay(policy.OnFailure(Noon)), settings.Initial, settings.Max));
        }, 1_000);
    }

    [Fact]
    public void Failures_before_those_it_is_told_of_count()
    {
        var fixedDelay = new RestartPolicy(new RestartStrategy.FixedDelay(4, TimeSpan.Zero), () => 0, failures: 3);
        Assert.IsType<RestartDecision.Restart>(fixedDelay.OnFailure(Noon));
        Assert.IsType<RestartDecision.GiveUp>(fixedDelay.OnFailure(Noon));

        var exponential = new RestartPolicy(new RestartStrategy.ExponentialDelay { Attempts = 4, Jitter = 0 }, () => 0.5, failures: 3);
        Assert.Equal(TimeSpan.FromMinutes(1), Delay(exponential.OnFailure(Noon)));
        Assert.IsType<RestartDecision.GiveUp>(exponential.OnFailure(Noon.AddMinutes(1)));
    }

    [Fact]
    public void Exponential_delay_gives_up_when_its_attempts_are_used_up()
    {
        var policy = Exponential(new() { Attempts = 1 });
        Assert.IsType<RestartDecision.Restart>(policy.OnFailure(Noon));
        Assert.IsType<RestartDecision.GiveUp>(policy.OnFailure(Noon.AddSeconds(1)));
    }

    [Fact]
    public void Exponential_delay_gives_up_when_no_checkpoint_completes_between_so_many_restarts()
    {
        var policy = Exponential(new() { AttemptsWithoutCheckpoint = 2 });
        Assert.IsType<RestartDecision.Restart>(policy.OnFailure(Noon));
        Assert.IsType<RestartDecision.Restart>(policy.OnFailure(Noon));
        policy.CheckpointCompleted();
        Assert.IsType<RestartDecision.Restart>(policy.OnFailure(Noon));
        Assert.IsType<RestartDecision.Restart>(policy.OnFailure(Noon));
        var end = Assert.IsType<RestartDecision.GiveUp>(policy.OnFailure(Noon));
        Assert.Contains("2 restarts in a row without a completed checkpoint", end.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_poisoned_record_ends_a_job_however_well_it_ran_before_each_failure()
    {
        var policy = Exponential(new());
        for (var i = 0; i < 20; i++) Assert.IsType<RestartDecision.Restart>(policy.OnFailure(Noon.AddDays(i)));
        Assert.IsType<RestartDecision.GiveUp>(policy.OnFailure(Noon.AddDays(20)));
    }

    [Fact]
    public void A_completed_checkpoint_neither_shortens_the_delay_nor_gives_attempts_back()
    {
        var policy = Exponential(new() { Jitter = 0, Attempts = 2 });
        policy.OnFailure(Noon);
        policy.CheckpointCompleted();
        Assert.Equal(1.5, Delay(policy.OnFailure(Noon)).TotalSeconds);
        policy.CheckpointCompleted();
        Assert.IsType<RestartDecision.GiveUp>(policy.OnFailure(Noon));
    }

    /// <summary>Whatever the order of failures and checkpoints, a policy made anew decides as the one that has seen them all.</summary>
    [Fact]
    public void A_policy_from_the_journal_goes_on_where_the_last_one_was()
    {
        var strategy = new RestartStrategy.ExponentialDelay { AttemptsWithoutCheckpoint = 3, Jitter = 0 };
        Seeded.Check(Gen.Bool.Array[1, 30], fails =>
        {
            var policy = new RestartPolicy(strategy, () => 0.5);
            var (times, since, at) = (new List<DateTimeOffset>(), 0, Noon);
            foreach (var failed in fails)
            {
                if (failed)
                {
                    times.Add(at = at.AddSeconds(7));
                    since++;
                    var decision = policy.OnFailure(at);
                    Assert.Equal(decision, RestartPolicy.Restore(strategy, () => 0.5, times.Count, times, since).Last);
                    if (decision is RestartDecision.GiveUp) return;
                }
                else
                {
                    policy.CheckpointCompleted();
                    since = 0;
                }

                var (restored, _) = RestartPolicy.Restore(strategy, () => 0.5, times.Count, times, since);
                for (var next = since; next < 3; next++) Assert.IsType<RestartDecision.Restart>(restored.OnFailure(at));
                Assert.IsType<RestartDecision.GiveUp>(restored.OnFailure(at));
            }
        }, 1_000);
    }

    [Fact]
    public void Failures_whose_times_are_forgotten_count_too()
    {
        var strategy = new RestartStrategy.ExponentialDelay { AttemptsWithoutCheckpoint = 10, Jitter = 0 };
        Assert.IsType<RestartDecision.Restart>(RestartPolicy.Restore(strategy, () => 0.5, 10, [Noon, Noon], 10).Last);
        Assert.IsType<RestartDecision.GiveUp>(RestartPolicy.Restore(strategy, () => 0.5, 11, [Noon, Noon], 11).Last);
        Assert.Null(RestartPolicy.Restore(strategy, () => 0.5, 0, [], 0).Last);
    }

    [Fact]
    public void Jobs_that_say_nothing_restart_where_they_take_checkpoints()
    {
        Assert.Equal(new RestartStrategy.ExponentialDelay(), ResolvedRestarts.Of(null, takesCheckpoints: true));
        Assert.Equal(RestartStrategy.None, ResolvedRestarts.Of(null, takesCheckpoints: false));
        var asked = new RestartStrategy.ExponentialDelay { Attempts = 4, AttemptsWithoutCheckpoint = 5 };
        Assert.Equal(asked, ResolvedRestarts.Of(asked, takesCheckpoints: true));
        Assert.Equal(asked with { AttemptsWithoutCheckpoint = null }, ResolvedRestarts.Of(asked, takesCheckpoints: false));
        Assert.Equal(RestartStrategy.None, ResolvedRestarts.Of(RestartStrategy.None, takesCheckpoints: true));
    }

    private static RestartPolicy Exponential(RestartStrategy.ExponentialDelay settings) => new(settings, () => 0.5);

    private static TimeSpan Delay(RestartDecision decision) => Assert.IsType<RestartDecision.Restart>(decision).Delay;
}
