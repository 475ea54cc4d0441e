using FlowActors.Files;
using FlowActors.Runtime.Checkpoints.Metadata;
using FlowActors.Runtime.Checkpoints.Storage;
using FlowActors.Runtime.Hosting;
using FlowActors.Runtime.Subtasks.State;
using FlowActors.Runtime.Tests.Cluster;
using FlowActors.Runtime.Tests.Recovery.Faults;
using FlowActors.State;
using FlowActors.Tests.Files;

namespace FlowActors.Runtime.Tests.Checkpoints.Databases;

/// <summary>
/// A job whose backend keeps files: checkpoints bring up those that are new and name the others, restarts begin with them at any parallelism, and nothing
/// is lost, doubled, or left behind.
/// </summary>
[Collection("cluster")]
public sealed class DatabaseJobTests : IDisposable
{
    private const int Tolerable = 2;

    // From there on all but one key stand still, and a little later their timers have fired.
    private const int Spread = 400;
    private const int StandStill = 600;
    private readonly string _folder = Directory.CreateTempSubdirectory("flowactors-").FullName;
    private readonly FaultyFileSystem _disk = new();
    private readonly Poison _poison = new();
    private readonly DatabaseBackend _backend;

    public DatabaseJobTests() => _backend = new DatabaseBackend(Path.Join(_folder, "working"));

    private string Output => Path.Join(_folder, "output");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_checkpoint_names_the_files_of_the_last_one_again_and_goes_on_with_them_after_a_restart()
    {
        await using var host = await StartAsync();
        var job = await RunningAsync(host);
        var before = await CheckpointAsync(job);
        _poison.Want();
        while ((await job.GetExceptionsAsync()).Count == 0) await Task.Yield();
        while (await job.GetStatusAsync() != JobStatus.Running) await Task.Yield();
        Assert.NotEmpty(_backend.Fetched);
        var after = await CheckpointAsync(job);
        Assert.Empty(Databases(after).IntersectBy(Databases(before).Select(d => d.Id), d => d.Id));
        Assert.NotEmpty(Shared(after).Intersect(Shared(before)));
        Assert.True(after.WrittenBytes() < after.StateBytes());
        await CheckAsync(job);
        // What the node keeps for local recovery is gone when it is.
        await host.DisposeAsync();
        Assert.Equal(0, _backend.Held);
        Assert.Empty(_backend.Wrongs);
    }

    [Fact]
    public async Task What_stands_still_is_not_stored_again()
    {
        await using var host = await StartAsync();
        var job = await RunningAsync(host);
        var second = await CheckpointAsync(job);
        var third = await CheckpointAsync(job);
        // A subtask that has not heard yet that a checkpoint is complete stores all once more.
        for (var more = 0; more < 20 && !Shared(second).Intersect(Shared(third)).Any(); more++) (second, third) = (third, await CheckpointAsync(job));
        Assert.NotEmpty(Shared(second).Intersect(Shared(third)));
        Assert.NotEqual(Shared(second), Shared(third));
        var written = third.Handles().ExceptBy(second.Handles().Select(h => h.Name), h => h.Name).Sum(h => h.Length);
        Assert.Equal(written, third.WrittenBytes());
        Assert.InRange(written, 1, third.StateBytes() - 1);
        Assert.All(Databases(third).SelectMany(d => d.Files), f => Assert.Equal(f.IsImmutable, f.File.IsShared));
        // What only checkpoints had that are gone is gone, too.
        var folder = Path.Join(Jobs(job), SnapshotNames.Shared);
        Assert.True(SpinWait.SpinUntil(() => Directory.GetFiles(folder).Select(p => $"{SnapshotNames.SharedPrefix}{Path.GetFileName(p)}").Order().SequenceEqual(Shared(third)), Patience.Limit));
        await CheckAsync(job);
    }

    [Theory]
    [InlineData(SnapshotForm.Canonical)]
    [InlineData(SnapshotForm.Native)]
    public async Task A_savepoint_has_the_form_that_was_asked_for_and_is_whole_in_its_folder(SnapshotForm form)
    {
        var savepoint = Path.Join(_folder, "half");
        await using var host = await StartAsync();
        var job = await RunningAsync(host);
        await CheckpointAsync(job);
        await job.TriggerSavepointAsync(savepoint, form).WaitAsync(Patience.Limit);
        var metadata = Metadata(savepoint);
        Assert.Equal(form, metadata.Form);
        Assert.Equal(form == SnapshotForm.Native, metadata.HasDatabases());
        Assert.All(metadata.Handles(), h => Assert.False(h.IsShared));
        Assert.Equal(metadata.StateBytes(), metadata.WrittenBytes());
        Assert.All(metadata.Handles(), h => Assert.Equal(h.Length, new FileInfo(Path.Join(savepoint, h.Name)).Length));
        await CheckAsync(job);
    }

    [Fact]
    public async Task A_file_of_a_database_that_is_damaged_is_named_and_nothing_is_tried_again()
    {
        await using var host = await StartAsync();
        var job = await RunningAsync(host);
        var metadata = await CheckpointAsync(job);
        var damaged = Databases(metadata).SelectMany(d => d.Files).First(f => f.IsImmutable).File;
        var path = Path.Join(Jobs(job), damaged.Name);
        var bytes = await File.ReadAllBytesAsync(path);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(path, bytes);
        await host.DisposeAsync();

        await using var later = await StartAsync();
        var resumed = Assert.Single(await later.GetJobsAsync());
        while (await resumed.GetStatusAsync() != JobStatus.Suspended) await Task.Yield();
        var failures = await resumed.GetExceptionsAsync();
        Assert.Contains(failures, f => f.Message.Contains(path, StringComparison.Ordinal) && f.Message.Contains("checksum", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_link_that_is_refused_fails_the_checkpoint_and_not_the_job()
    {
        await using var host = await StartAsync();
        var job = await RunningAsync(host);
        await CheckpointAsync(job);
        _backend.Linking = _ => throw new IOException("no more links");
        var failure = await Assert.ThrowsAsync<CheckpointException>(() => job.TriggerCheckpointAsync()).WaitAsync(Patience.Limit);
        Assert.Contains("no more links", failure.Message, StringComparison.Ordinal);
        _backend.Linking = _ => { };
        await CheckpointAsync(job);
        Assert.Empty(await job.GetExceptionsAsync());
        await CheckAsync(job);
    }

    [Fact]
    public async Task A_file_that_cannot_be_stored_fails_the_checkpoint_and_leaves_nothing_of_it()
    {
        await using var host = await StartAsync();
        var job = await RunningAsync(host);
        var kept = await CheckpointAsync(job);
        var shared = Path.Join(Jobs(job), SnapshotNames.Shared);
        _disk.FailWhen((call, path) => call == FileCall.Flush && path.StartsWith(shared, StringComparison.Ordinal), "No space left on device");
        var failure = await Assert.ThrowsAsync<CheckpointException>(() => job.TriggerCheckpointAsync()).WaitAsync(Patience.Limit);
        Assert.Contains("No space left on device", failure.Message, StringComparison.Ordinal);
        _disk.Heal();
        var names = kept.Handles().Where(h => h.IsShared).Select(h => Path.GetFileName(h.Name)).Order().ToList();
        Assert.True(SpinWait.SpinUntil(() => Directory.GetFiles(shared).Select(Path.GetFileName).Order().SequenceEqual(names), Patience.Limit));
        await CheckAsync(job);
    }

    private static IReadOnlyList<string> Shared(SnapshotMetadata metadata) => [.. metadata.Handles().Where(h => h.IsShared).Select(h => h.Name).Order()];

    private static IReadOnlyList<DatabaseSnapshot> Databases(SnapshotMetadata metadata) =>
        [.. metadata.Vertices.SelectMany(v => v.Subtasks).SelectMany(s => s.Keyed).Select(k => k.Database).OfType<DatabaseSnapshot>()];

    private static SnapshotMetadata Metadata(string folder) => new FileSnapshotReader(new LocalFileSystem()).ReadMetadata(new SnapshotLocation(folder));

    private static async Task<long> NumbersAsync(IJobClient job) => (await job.GetAccumulatorsAsync()).TryGetValue("numbers", out var numbers) ? (long)numbers : 0;

    // By then the last timers of the keys that stand still have fired, too: what a checkpoint holds of them changes no more.
    private static async Task<IJobClient> RunningAsync(FlowActorsHost host, int numbers = StandStill + 100)
    {
        var job = await host.SubmitAsync("buckets");
        while (await NumbersAsync(job) < numbers) await Task.Yield();
        return job;
    }

    private string Jobs(IJobClient job) => Path.Join(_folder, "data", "checkpoints", job.JobId.Value);

    private async Task<SnapshotMetadata> CheckpointAsync(IJobClient job)
    {
        var metadata = Metadata(Path.Join(Jobs(job), $"chk-{await job.TriggerCheckpointAsync().WaitAsync(Patience.Limit)}"));
        Assert.Equal(SnapshotForm.Native, metadata.Form);
        Assert.True(metadata.HasDatabases());
        return metadata;
    }

    // Drained, so that the last timers fire and all is visible.
    private async Task CheckAsync(IJobClient job)
    {
        await job.StopWithSavepointAsync(Path.Join(_folder, "savepoint"), drain: true).WaitAsync(Patience.Limit);
        var result = await job.WaitForEndAsync().WaitAsync(Patience.Limit);
        BucketsJob.Check(Output, (long)result.Accumulators["numbers"], Spread);
    }

    private Task<FlowActorsHost> StartAsync() => FlowActorsHost.StartAsync(
        new EmbeddedOptions { DataFolder = Path.Join(_folder, "data"), Files = _disk }.AddJob("buckets", () => new BucketsJob(Output, new LocalFileSystem(), _poison, Tolerable, Spread)),
        parts => OperatorHosting.Create(parts, new StateBackends(parts.Settings.State, [_backend])));
}
