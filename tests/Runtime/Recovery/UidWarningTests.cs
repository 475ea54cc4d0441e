using FlowActors.Runtime.Tests.Cluster;
using FlowActors.Runtime.Tests.Jobs;

namespace FlowActors.Runtime.Tests.Recovery;

/// <summary>Operators whose state another build might not find are named as the job is submitted; two of one uid are refused.</summary>
[Collection("cluster")]
public sealed class UidWarningTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flowactors-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Operators_with_state_and_without_uid_are_named()
    {
        using var log = new Warnings();
        await using var host = await StartAsync(log, null, _folder);
        await RunAsync(host);
        Assert.Contains(
            "these operators have state and no uid of their own: 'numbers', 'Count'. Their uids are derived from the program before them, and their state is lost when " +
            "that changes. Give each one by WithUid",
            Assert.Single(log.All, line => line.Contains("Job 'counts' (", StringComparison.Ordinal)),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public async Task Nothing_is_said_where_all_have_one_or_nothing_is_kept(bool hasUids, bool keeps)
    {
        using var log = new Warnings();
        await using var host = await StartAsync(log, hasUids ? ["numbers", "counts"] : null, keeps ? _folder : null);
        await RunAsync(host);
        Assert.DoesNotContain(log.All, line => line.Contains("WithUid", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_operators_of_one_uid_are_refused_by_their_names()
    {
        using var log = new Warnings();
        await using var host = await StartAsync(log, ["same", "same"], _folder);
        var refused = await Assert.ThrowsAsync<JobValidationException>(() => host.SubmitAsync("counts"));
        Assert.Contains("Operators 'numbers' and 'Count' of job 'counts' have the same uid 'same'", refused.Message, StringComparison.Ordinal);
        Assert.Empty(await host.GetJobsAsync());
    }

    private static async Task RunAsync(FlowActorsHost host) => await (await host.SubmitAsync("counts")).WaitForEndAsync().WaitAsync(Patience.Limit);

    private static Task<FlowActorsHost> StartAsync(Warnings log, string[]? uids, string? folder) =>
        FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions { LoggerFactory = log, DataFolder = folder }.AddJob("counts", () => new Counts(uids)));

    private sealed class Counts(string[]? uids) : IStreamJob
    {
        public void Build(StreamExecutionEnvironment env, JobArguments arguments)
        {
            var numbers = env.SetParallelism(1).FromSequence(1, 10).WithName("numbers");
            if (uids is not null) numbers = numbers.WithUid(uids[0]);
            var counts = numbers.KeyBy(x => x % 2).Count().WithName("Count");
            if (uids is not null) counts = counts.WithUid(uids[1]);
            counts.Discard();
        }
    }
}
