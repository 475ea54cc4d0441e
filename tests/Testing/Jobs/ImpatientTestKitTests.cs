using FlowActors.Testing;

namespace FlowActors.Tests.Jobs;

/// <summary>A kit with settings of its own, which the test class derives from.</summary>
public sealed class ImpatientTestKitTests() : FlowActorsTestKit(new TestKitSettings { Nodes = 2, Patience = TimeSpan.FromMilliseconds(200) })
{
    [Fact]
    public async Task What_does_not_come_fails_the_test_with_what_came()
    {
        var env = CreateEnvironment();
        var source = new TestingSource<int>();
        var results = Collect(env.FromTestingSource(source));
        var job = await StartAsync(env);
        var error = await Assert.ThrowsAsync<TestKitTimeoutException>(results.NextAsync);
        Assert.Contains("1 records are awaited and 0 came (waited 00:00:00.2000000): []", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<TestKitTimeoutException>(() => EndAsync(job));
        await job.CancelAsync();
    }
}
