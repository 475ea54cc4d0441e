using FlowActors.Examples.Durable;
using FlowActors.Examples.Nexmark;
using FlowActors.Sources;
using FlowActors.Testing;

namespace FlowActors.Tests.Examples.Nexmark;

public sealed class NexmarkSourceTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public Task Each_event_is_made_once_whatever_happens(long throttle) => SourceVerification.VerifyAsync(
        new NexmarkSource(new NexmarkGenerator(seed: 1, group: 1, rate: 1_000), events: 30, throttle),
        new SourceVerificationSettings { TimeStep = TimeSpan.FromSeconds(1) });

    [Fact]
    public Task A_source_that_is_led_makes_them_as_before()
    {
        var steering = new SourceSteering();
        steering.Open(null);
        return SourceVerification.VerifyAsync(
            new SteeredSource<Event, NumberedSplit>(new NexmarkSource(new NexmarkGenerator(seed: 1, group: 1, rate: 1_000), events: 30, throttle: 0), steering));
    }
}
