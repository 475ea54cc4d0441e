using FlowActors.Runtime.Client;
using FlowActors.Runtime.Logging;
using FlowActors.Runtime.Tests.Hosting;
using Microsoft.Extensions.Logging;
using static FlowActors.Runtime.Control.Coordination.JobCoordinatorProtocol;

namespace FlowActors.Runtime.Tests.Cluster;

/// <summary>Jobs that the nodes have no room for.</summary>
[Collection("cluster")]
public sealed class WaitingJobTests
{
    [Fact]
    public async Task A_job_without_room_says_what_it_waits_for_and_so_does_the_log_once()
    {
        var log = new LogRecorder();
        await using var host = await FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions
        {
            Nodes = 2,
            LoggerFactory = log,
            Configuration = "flowactors.node.slots = 2",
        }.AddJob("numbers", () => new Numbers()));
        var jobs = host.Jobs;
        var first = (JobClient)await jobs.SubmitAsync("numbers", null, null, default, parallelism: 3);
        await UntilAsync(first, view => view.Status == JobStatus.Running);
        var second = (JobClient)await jobs.SubmitAsync("numbers", null, null, default, parallelism: 2);
        var waits = await UntilAsync(second, view => view.Reason is not null);
        const string Awaited = "It waits for 2 slots, and the nodes have room for 1 of it, beside other jobs.";
        Assert.Equal(JobStatus.Created, waits.Status);
        Assert.StartsWith(Awaited, waits.Reason, StringComparison.Ordinal);
        await first.CancelAsync();
        Assert.Null((await UntilAsync(second, view => view.Status == JobStatus.Running)).Reason);
        var told = Assert.Single(log.Entries, e => e.Id == EventIds.JobWaitsForSlots);
        Assert.Equal(LogLevel.Warning, told.Level);
        Assert.Contains($"({second.JobId}) does not run. {Awaited}", told.Text, StringComparison.Ordinal);
        await second.CancelAsync();

        Task<JobView> UntilAsync(JobClient job, Func<JobView, bool> fits) => LookAsync(job, fits).WaitAsync(Patience.Limit);

        async Task<JobView> LookAsync(JobClient job, Func<JobView, bool> fits)
        {
            while (true)
            {
                var view = await jobs.ViewAsync(job.JobId, default);
                if (fits(view)) return view;
                await Task.Yield();
            }
        }
    }

    private sealed class Numbers : IStreamJob
    {
        public void Build(StreamExecutionEnvironment env, JobArguments arguments) => env.Generate<long>(null, static i => i, recordsPerSecond: 100).Discard();
    }
}
