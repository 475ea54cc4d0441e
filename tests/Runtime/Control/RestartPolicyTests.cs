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

    private static RestartPolicy Exponential(RestartStrategy.ExponentialDelay settings) => new(settings, () => 0.5);

    private static TimeSpan Delay(RestartDecision decision) => Assert.IsType<RestartDecision.Restart>(decision).Delay;
}
