using FlowActors.Files;
using FlowActors.Runtime.Checkpoints.Metadata;
using FlowActors.Runtime.Checkpoints.Storage;
using FlowActors.Runtime.Tests.Cluster;
using FlowActors.Runtime.Tests.Recovery.Faults;
using FlowActors.State;

namespace FlowActors.Runtime.Tests.Recovery;

/// <summary>
/// A checkpoint, and a savepoint of the native form, are for the state backend that wrote them: with another one nothing starts, and what to do is said. A
/// canonical savepoint is for all.
/// </summary>
[Collection("cluster")]
public sealed class OtherBackendTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flowactors-").FullName;
    private readonly LocalFileSystem _files = new();

    private string Savepoint => Path.Join(_folder, "savepoint");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("other", null)]
    [InlineData("memory", "other")]
    public async Task A_job_is_not_resumed_with_another_one(string wrote, string? also)
    {
        JobId id;
        long checkpoint;
        await using (var host = await StartAsync())
        {
            var job = await RunningAsync(host);
            (id, checkpoint) = (job.JobId, await job.TriggerCheckpointAsync().WaitAsync(Patience.Limit));
        }

        var folder = Path.Join(_folder, "data", "checkpoints", id.Value, $"chk-{checkpoint}");
        Rewrite(folder, (subtask, part) => part with { Backend = subtask == 0 ? wrote : also ?? wrote });
        await using var later = await StartAsync();
        var resumed = (await later.GetJobsAsync()).Single(j => j.JobId == id);
        while (await resumed.GetStatusAsync() != JobStatus.Suspended) await Task.Yield();
        var failed = await Assert.ThrowsAsync<JobFailedException>(() => resumed.WaitForEndAsync()).WaitAsync(Patience.Limit);
        Assert.Contains($"Checkpoint {checkpoint} of job 'buckets' is of the state backend 'other'", failed.Message, StringComparison.Ordinal);
        Assert.Contains("the job has 'memory'", failed.Message, StringComparison.Ordinal);
        Assert.Contains("canonical savepoint", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_native_savepoint_of_another_one_is_refused_and_a_canonical_one_is_not()
    {
        await using var host = await StartAsync();
        var job = await RunningAsync(host);
        await job.StopWithSavepointAsync(Savepoint, form: SnapshotForm.Native).WaitAsync(Patience.Limit);
        await job.WaitForEndAsync().WaitAsync(Patience.Limit);
        Assert.Equal(SnapshotForm.Native, Rewrite(Savepoint, (_, part) => part with { Backend = "other" }).Form);
        var refused = await Assert.ThrowsAsync<JobValidationException>(() => host.SubmitAsync("buckets", new SavepointRestore(Savepoint))).WaitAsync(Patience.Limit);
        Assert.Contains("of the state backend 'other', which alone reads a savepoint of the native form; the job has 'memory'", refused.Message, StringComparison.Ordinal);

        Rewrite(Savepoint, (_, part) => part, SnapshotForm.Canonical);
        var next = await host.SubmitAsync("buckets", new SavepointRestore(Savepoint)).WaitAsync(Patience.Limit);
        while (await next.GetStatusAsync() != JobStatus.Running) await Task.Yield();
        await next.CancelAsync();
    }

    [Fact]
    public async Task What_an_earlier_build_wrote_is_of_the_one_in_memory()
    {
        await using var host = await StartAsync();
        var job = await RunningAsync(host);
        await job.StopWithSavepointAsync(Savepoint).WaitAsync(Patience.Limit);
        await job.WaitForEndAsync().WaitAsync(Patience.Limit);
        var old = Rewrite(Savepoint, (_, part) => part with { Backend = null }, form: null);
        Assert.Equal((true, "memory"), (old.IsPortable, Assert.Single(old.Backends())));
        Assert.False((old with { Kind = SnapshotKind.Checkpoint }).IsPortable);
        var next = await host.SubmitAsync("buckets", new SavepointRestore(Savepoint)).WaitAsync(Patience.Limit);
        while (await next.GetStatusAsync() != JobStatus.Running) await Task.Yield();
        await next.CancelAsync();
    }

    private SnapshotMetadata Rewrite(string folder, Func<int, KeyedStateSnapshot, KeyedStateSnapshot> change) => Rewrite(folder, change, Read(folder).Form);

    private SnapshotMetadata Rewrite(string folder, Func<int, KeyedStateSnapshot, KeyedStateSnapshot> change, SnapshotForm? form)
    {
        var metadata = Read(folder);
        var changed = metadata with
        {
            Form = form,
            Vertices = [.. metadata.Vertices.Select(v => v with { Subtasks = [.. v.Subtasks.Select(s => s with { Keyed = [.. s.Keyed.Select(k => change(s.Index, k))] })] })],
        };
        File.WriteAllBytes(new SnapshotLocation(folder).Metadata.Path, MetadataFile.Write(changed));
        return Read(folder);
    }

    private SnapshotMetadata Read(string folder) => new FileSnapshotReader(_files).ReadMetadata(new SnapshotLocation(folder));

    private static async Task<IJobClient> RunningAsync(FlowActorsHost host)
    {
        var job = await host.SubmitAsync("buckets");
        while (!(await job.GetAccumulatorsAsync()).TryGetValue("numbers", out var numbers) || (long)numbers < 200) await Task.Yield();
        // Some count before all run.
        while (await job.GetStatusAsync() != JobStatus.Running) await Task.Yield();
        return job;
    }

    private Task<FlowActorsHost> StartAsync() => FlowActorsHost.StartEmbeddedAsync(
        new EmbeddedOptions { DataFolder = Path.Join(_folder, "data") }.AddJob("buckets", () => new BucketsJob(Path.Join(_folder, "output"), _files, new Poison(), 2)));
}
