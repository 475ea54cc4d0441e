namespace FlowActors.Tests.Campaign;

/// <summary>The short form of the campaign of the cluster: a node is killed, a job is rescaled, and what is committed and answered all the while is what an oracle says.</summary>
public sealed class ClusterCampaignTests : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(6);

    // Campaigns that find something leave their data.
    private readonly string _temporary = Directory.CreateTempSubdirectory("flowactors-").FullName;

    public void Dispose() => Directory.Delete(_temporary, recursive: true);

    [Fact]
    public async Task Nothing_is_lost_doubled_or_untrue()
    {
        var (exitCode, report) = await RunAsync("--rounds", "2", "--seed", "1", "--acts", "KillOldest,Rescale");
        Assert.True(exitCode == 0 && report.Contains("VERDICT clean", StringComparison.Ordinal), report);
        Assert.Matches(@"\| KillOldest \| 1 \|[^\n]*\n\| Rescale \| 1 \|", report);
        Assert.Matches(@"reads of all keys: \d\d+ true, ", report);
    }

    [Theory]
    [InlineData("fencing", "FreezeWorker", " was committed again")]
    [InlineData("owners", "Rescale", "number 1 of key ")]
    public async Task A_planted_fault_is_found(string plant, string act, string difference)
    {
        var (exitCode, report) = await RunAsync("--rounds", "1", "--seed", "1", "--acts", act, "--plant", plant);
        Assert.True(exitCode == 1 && report.Contains("VERDICT wrong", StringComparison.Ordinal), report);
        Assert.Contains(difference, report, StringComparison.Ordinal);
    }

    private Task<(int ExitCode, string Report)> RunAsync(params string[] arguments) => CampaignProcess.RunAsync(_temporary, s_limit, ["cluster", .. arguments]);
}
