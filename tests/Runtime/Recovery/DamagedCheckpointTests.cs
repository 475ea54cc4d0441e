using FlowActors.Runtime.Tests.Cluster;
using FlowActors.Sinks;

namespace FlowActors.Runtime.Tests.Recovery;

/// <summary>A job whose last checkpoint cannot be read stays suspended, names the file, and goes on once it is mended.</summary>
[Collection("cluster")]
public sealed class DamagedCheckpointTests : IDisposable
{
    private static long s_made;

    private readonly string _folder = Directory.CreateTempSubdirectory("flowactors-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Whatever_file_is_missing_or_damaged_is_named_and_nothing_is_lost()
    {
        var (id, checkpoint) = await RunAsync(retained: 1);
        await using var host = await StartAsync(resumes: false);
        var job = Assert.Single(await host.GetJobsAsync());
        Assert.Equal(id, job.JobId);
        foreach (var file in Directory.GetFiles(FolderOf(id, checkpoint)))
        {
            var bytes = await File.ReadAllBytesAsync(file);
            await File.WriteAllBytesAsync(file, bytes[..^1]);
            await SuspendedAsync(host, job, file);
            File.Delete(file);
            await SuspendedAsync(host, job, file);
            await File.WriteAllBytesAsync(file, bytes);
        }

        await host.ResumeAsync(id).WaitAsync(Patience.Limit);
        while (await job.GetStatusAsync() != JobStatus.Running) await Task.Yield();
        Assert.Equal(checkpoint, (await host.DescribeAsync(id)).RestoredCheckpoint);
    }

    [Fact]
    public async Task An_older_one_is_taken_only_where_configuration_allows_it()
    {
        var (id, checkpoint) = await RunAsync(retained: 2);
        var metadata = Path.Join(FolderOf(id, checkpoint), "_metadata");
        File.Delete(metadata);
        await using (var host = await StartAsync(resumes: false, "flowactors.checkpoints.retained = 2")) await SuspendedAsync(host, Assert.Single(await host.GetJobsAsync()), metadata);

        await using var allows = await StartAsync(resumes: true, "flowactors.checkpoints { falls-back = on, retained = 2 }");
        var job = Assert.Single(await allows.GetJobsAsync());
        while (await job.GetStatusAsync() != JobStatus.Running) await Task.Yield();
        Assert.Equal(checkpoint - 1, (await allows.DescribeAsync(id)).RestoredCheckpoint);
    }

    [Fact]
    public async Task Where_sinks_have_committed_since_an_older_one_is_taken_only_if_output_may_double()
    {
        var (id, checkpoint) = await RunAsync(retained: 2, "committing");
        File.Delete(Path.Join(FolderOf(id, checkpoint), "_metadata"));
        await using (var host = await StartAsync(resumes: true, "flowactors.checkpoints { falls-back = on, retained = 2 }"))
        {
            var left = Assert.Single(await host.GetJobsAsync());
            var failed = await Assert.ThrowsAsync<JobFailedException>(() => left.WaitForEndAsync()).WaitAsync(Patience.Limit);
            Assert.Contains($"sinks have committed since checkpoint {checkpoint - 1}", failed.Message, StringComparison.Ordinal);
            Assert.Equal(JobStatus.Suspended, await left.GetStatusAsync());
        }

        await using var accepts = await StartAsync(resumes: true, "flowactors.checkpoints { accepts-double-output = on, retained = 2 }");
        var job = Assert.Single(await accepts.GetJobsAsync());
        while (await job.GetStatusAsync() != JobStatus.Running) await Task.Yield();
        Assert.Equal(checkpoint - 1, (await accepts.DescribeAsync(id)).RestoredCheckpoint);
    }

    private static async Task SuspendedAsync(FlowActorsHost host, IJobClient job, string file)
    {
        await host.ResumeAsync(job.JobId).WaitAsync(Patience.Limit);
        var failed = await Assert.ThrowsAsync<JobFailedException>(() => job.WaitForEndAsync()).WaitAsync(Patience.Limit);
        Assert.Contains(file, failed.Message, StringComparison.Ordinal);
        Assert.Equal(JobStatus.Suspended, await job.GetStatusAsync());
    }

    private async Task<(JobId Job, long Checkpoint)> RunAsync(int retained, string name = "counts")
    {
        await using var host = await StartAsync(resumes: true, $"flowactors.checkpoints.retained = {retained}");
        var job = await host.SubmitAsync(name);
        while (await job.GetStatusAsync() != JobStatus.Running) await Task.Yield();
        await job.TriggerCheckpointAsync().WaitAsync(Patience.Limit);
        // So that there is something to commit.
        var made = Interlocked.Read(ref s_made);
        while (name == "committing" && Interlocked.Read(ref s_made) < made + 1_000) await Task.Yield();
        return (job.JobId, await job.TriggerCheckpointAsync().WaitAsync(Patience.Limit));
    }

    private string FolderOf(JobId job, long checkpoint) => Path.Join(_folder, "checkpoints", job.Value, $"chk-{checkpoint}");

    private Task<FlowActorsHost> StartAsync(bool resumes, string? configuration = null) => FlowActorsHost.StartEmbeddedAsync(
        new EmbeddedOptions { DataFolder = _folder, ResumesJobs = resumes, Configuration = configuration }
            .AddJob<Counts>("counts").AddJob("committing", () => new Committing(Path.Join(_folder, "rows"))));

    private sealed class Committing(string folder) : IStreamJob
    {
        public void Build(StreamExecutionEnvironment env, JobArguments arguments) => env.EnableCheckpointing(TimeSpan.FromHours(1))
            .Generate<long>(null, i => i + (0 * Interlocked.Increment(ref s_made)), recordsPerSecond: 10_000).WithUid("numbers").SinkTo(FileSink.Text<long>(folder).WithRolling(RollingPolicy.OnEveryCheckpoint)).WithUid("rows");
    }

    private sealed class Counts : IStreamJob
    {
        public void Build(StreamExecutionEnvironment env, JobArguments arguments) => env.SetParallelism(2).EnableCheckpointing(TimeSpan.FromHours(1))
            .Generate<long>(null, i => i, recordsPerSecond: 100).WithUid("numbers").KeyBy(x => x % 10).Count().WithUid("counts").Discard();
    }
}
