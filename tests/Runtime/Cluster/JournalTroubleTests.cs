namespace FlowActors.Runtime.Tests.Cluster;

/// <summary>Where the journal takes nothing any more, whoever waits for something that needs it is told why.</summary>
[Collection("cluster")]
public sealed class JournalTroubleTests : IDisposable
{
    private const string Reason = "The journal cannot be used: The journal is full.";
    private readonly JournalFaults _faults = new();

    private string Quick => $$"""
        flowactors {
          coordinator { journal-backoff-min = 1ms, journal-backoff-max = 1ms, retry-interval = 20ms }
          lifecycle.start-timeout = 3s
          client { timeout = 5s, retry-interval = 50ms }
        }
        {{_faults.Configuration}}
        """;

    public void Dispose() => _faults.Dispose();

    [Fact]
    public async Task A_host_that_does_not_start_for_it_says_so()
    {
        _faults.FillAfter(0);
        var error = await Assert.ThrowsAsync<TimeoutException>(() => FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions { Configuration = Quick }));
        Assert.Contains(Reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_that_nobody_takes_for_it_is_told_so()
    {
        // A machine that stands still for a second is no matter of the journal.
        _faults.FillAfter(int.MaxValue - 1);
        await using var host = await FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions
        {
            Configuration = Quick.Replace("start-timeout = 3s", "start-timeout = 60s", StringComparison.Ordinal),
        });
        _faults.FillAfter(0);
        var env = host.CreateEnvironment();
        env.FromSequence(1, 10).Discard();
        var error = await Assert.ThrowsAsync<TimeoutException>(() => env.ExecuteAsync("job"));
        Assert.Contains(Reason, error.Message, StringComparison.Ordinal);
    }
}
