using System.Text.RegularExpressions;
using FlowActors.Files;
using FlowActors.Runtime.Checkpoints.Metadata;
using FlowActors.Runtime.Checkpoints.Storage;
using FlowActors.Runtime.Tests.Cluster;
using FlowActors.Runtime.Tests.Hosting;
using FlowActors.Runtime.Tests.Recovery.Faults;
using FlowActors.State;

namespace FlowActors.Runtime.Tests.Checkpoints.Databases;

/// <summary>A job on RocksDB: it fails, is moved, and finds its disk damaged or gone, and nothing is lost or doubled.</summary>
[Collection("cluster")]
public sealed partial class RocksDbJobTests : IDisposable
{
    private const int Tolerable = 2;
    private const int Spread = 400;
    private const int StandStill = 600;

    private readonly string _folder = Directory.CreateTempSubdirectory("flowactors-").FullName;
    private readonly Poison _poison = new();
    private readonly LogRecorder _logs = new();

    private string Output => Path.Join(_folder, "output");

    private string Savepoint => Path.Join(_folder, "half");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task It_goes_on_from_its_checkpoint_after_a_failure_and_names_the_files_that_it_restored_again()
    {
        await using var host = await StartAsync();
        var job = await RunningAsync(host);
        var before = await CheckpointAsync(job);
        await FailAsync(job);
        var after = await CheckpointAsync(job);
        Assert.NotEmpty(Tables(after).Intersect(Tables(before)));
        await CheckAsync(job);
    }

    [Fact]
    public async Task What_its_node_has_kept_need_not_be_in_the_checkpoint()
    {
        await using var host = await StartAsync();
        var job = await RunningAsync(host);
        var taken = await CheckpointAsync(job);
        var shared = Path.Join(Jobs(job), "shared");
        Directory.Move(shared, shared + "-away");
        await FailAsync(job);
        Directory.Move(shared + "-away", shared);
        var (kept, fetched) = await RestoredAsync(job);
        Assert.Equal((Bytes(taken, isImmutable: true), Bytes(taken, isImmutable: false)), (kept, fetched));
        await CheckAsync(job);
        // The end of the job reaches its nodes after those who wait for it.
        while (Directory.EnumerateDirectories(Path.Join(_folder, "local")).SelectMany(run => Directory.EnumerateDirectories(run, "*-links")).Any()) await Task.Yield();
    }

    [Fact]
    public async Task A_database_whose_key_groups_stay_on_its_node_stays_open_when_the_parallelism_changes()
    {
        await using var host = await StartAsync();
        var job = await RunningAsync(host);
        await CheckpointAsync(job);
        await FailAsync(job);
        // What has failed is not gone on with.
        Assert.Equal(["0", "0"], Opened());
        foreach (var (parallelism, open) in new[] { (3, 2), (2, 2), (4, 2) })
        {
            _logs.Entries.Clear();
            var done = await host.Jobs.Rescales.RunAsync(job.JobId, parallelism, CancellationToken.None).WaitAsync(Patience.Limit);
            Assert.Null(done.Failure);
            // One for each of theirs that is the best for somebody.
            Assert.Equal((parallelism, open), (Opened().Count, Opened().Count(o => o == "1")));
            var at = await NumbersAsync(job);
            while (await NumbersAsync(job) < at + 100) await Task.Yield();
            await CheckpointAsync(job);
        }

        await CheckAsync(job);
    }

    [Fact]
    public async Task Databases_that_have_stayed_open_take_no_room_from_those_that_are_opened()
    {
        // Just enough for the twelve.
        await using var host = await StartAsync(memory: "12MiB");
        var job = await RunningAsync(host);
        foreach (var parallelism in new[] { 12, 2, 12, 3 })
        {
            Assert.Null((await host.Jobs.Rescales.RunAsync(job.JobId, parallelism, CancellationToken.None).WaitAsync(Patience.Limit)).Failure);
            Assert.Empty(await job.GetExceptionsAsync());
            var at = await NumbersAsync(job);
            while (await NumbersAsync(job) < at + 50) await Task.Yield();
        }

        await CheckAsync(job);
    }

    [Theory]
    [InlineData("damaged")]
    [InlineData("gone")]
    [InlineData("off")]
    public async Task What_its_node_has_not_kept_is_fetched(string how)
    {
        await using var host = await StartAsync(recovery: how == "off" ? "off" : "on");
        var job = await RunningAsync(host);
        var taken = await CheckpointAsync(job);
        Assert.Equal(how == "off", Links().Count == 0);
        foreach (var file in Links())
        {
            var bytes = await File.ReadAllBytesAsync(file);
            // Another file, as the database has this one too.
            File.Delete(file);
            if (how == "damaged") await File.WriteAllBytesAsync(file, [.. bytes[..^1], (byte)(bytes[^1] ^ 1)]);
        }

        await FailAsync(job);
        Assert.Equal((0, Bytes(taken, isImmutable: true) + Bytes(taken, isImmutable: false)), await RestoredAsync(job));
        var told = _logs.Entries.Where(e => e.Text.Contains("this node's copy", StringComparison.Ordinal)).ToList();
        Assert.Equal(how == "off" ? 0 : Tables(taken).Count(), told.Count);
        await CheckAsync(job);
    }

    [Theory]
    [InlineData(SnapshotForm.Native, "buckets", "wide")]
    [InlineData(SnapshotForm.Native, "wide", "narrow")]
    [InlineData(SnapshotForm.Canonical, "buckets", "in memory")]
    [InlineData(SnapshotForm.Canonical, "in memory", "wide")]
    public async Task A_savepoint_is_gone_on_with_at_another_parallelism_and_on_another_backend(SnapshotForm form, string from, string to)
    {
        await using var host = await StartAsync();
        var job = await RunningAsync(host, from);
        await job.StopWithSavepointAsync(Savepoint, form: form).WaitAsync(Patience.Limit);
        await job.WaitForEndAsync().WaitAsync(Patience.Limit);
        Assert.Equal(form == SnapshotForm.Native, Metadata(Savepoint).HasDatabases());
        var next = await host.SubmitAsync(to, new SavepointRestore(Savepoint)).WaitAsync(Patience.Limit);
        while (await next.GetStatusAsync() != JobStatus.Running || await NumbersAsync(next) < 100) await Task.Yield();
        await next.StopWithSavepointAsync(Path.Join(_folder, "end"), drain: true).WaitAsync(Patience.Limit);
        var ended = await next.WaitForEndAsync().WaitAsync(Patience.Limit);
        // Accumulators go on with the state.
        BucketsJob.Check(Output, (long)ended.Accumulators["numbers"], Spread);
    }

    [Fact]
    public async Task A_damaged_file_of_the_database_is_named_and_the_job_goes_on_once_it_is_mended()
    {
        JobId id;
        string path;
        await using (var host = await StartAsync())
        {
            var job = await RunningAsync(host);
            id = job.JobId;
            var table = (await CheckpointAsync(job)).Handles().First(h => h.IsShared);
            path = Path.Join(Jobs(job), table.Name);
        }

        var bytes = await File.ReadAllBytesAsync(path);
        await using var later = await StartAsync(resumes: false);
        var resumed = Assert.Single(await later.GetJobsAsync());
        File.WriteAllBytes(path, [.. bytes[..^1], (byte)(bytes[^1] ^ 1)]);
        await SuspendedAsync(later, resumed, path);
        var told = (await resumed.GetExceptionsAsync())[^1].Message;
        Assert.Single(told.Split("undamaged copy")[1..]);
        Assert.EndsWith("Replace it by an undamaged copy, or restore from another snapshot. Then resume the job.", told, StringComparison.Ordinal);
        File.Delete(path);
        await SuspendedAsync(later, resumed, path);
        File.WriteAllBytes(path, bytes);
        await later.ResumeAsync(id).WaitAsync(Patience.Limit);
        while (await resumed.GetStatusAsync() != JobStatus.Running) await Task.Yield();
        await CheckAsync(resumed);
    }

    [Fact]
    public async Task Local_folders_that_vanish_fail_it_by_the_name_of_their_key_and_the_next_process_goes_on()
    {
        await using (var host = await StartAsync())
        {
            var job = await RunningAsync(host);
            await CheckpointAsync(job);
            Directory.Delete(Path.Join(_folder, "local"), recursive: true);
            _poison.Want();
            while (!(await job.GetExceptionsAsync()).Any(f => f.Message.Contains("flowactors.state.local-dirs", StringComparison.Ordinal))) await Task.Yield();
        }

        await using var later = await StartAsync();
        var resumed = Assert.Single(await later.GetJobsAsync());
        while (await resumed.GetStatusAsync() != JobStatus.Running) await Task.Yield();
        await CheckAsync(resumed);
    }

    [Fact]
    public async Task Too_little_memory_refuses_it_at_once_and_stops_it_from_being_resumed_until_there_is_more()
    {
        const string Refusal = "has 5 subtasks of keyed operators, for whose state 5,242,880 bytes of memory are needed at least on rocksdb; flowactors.state.memory is 4,194,304. " +
            "Set it to 5MiB or more, or take a lower parallelism.";
        await using (var host = await StartAsync(memory: "4MiB"))
        {
            var refused = await Assert.ThrowsAsync<JobValidationException>(() => host.SubmitAsync("wide")).WaitAsync(Patience.Limit);
            Assert.Contains(Refusal, refused.Message, StringComparison.Ordinal);
        }

        await using (var host = await StartAsync(memory: "5MiB")) await CheckpointAsync(await RunningAsync(host, "wide"));
        await using (var host = await StartAsync(memory: "4MiB"))
        {
            var resumed = Assert.Single(await host.GetJobsAsync());
            var failed = await Assert.ThrowsAsync<JobFailedException>(() => resumed.WaitForEndAsync()).WaitAsync(Patience.Limit);
            Assert.EndsWith(Refusal, failed.Message, StringComparison.Ordinal);
            Assert.Equal(JobStatus.Suspended, await resumed.GetStatusAsync());
        }

        await using var later = await StartAsync();
        var job = Assert.Single(await later.GetJobsAsync());
        while (await job.GetStatusAsync() != JobStatus.Running) await Task.Yield();
        await CheckAsync(job);
    }

    private static long Bytes(SnapshotMetadata taken, bool isImmutable) => taken.Vertices.SelectMany(v => v.Subtasks).SelectMany(s => s.Keyed)
        .SelectMany(k => k.Database?.Files ?? []).Where(f => f.IsImmutable == isImmutable).Sum(f => f.File.Length);

    private static async Task<(long Kept, long Fetched)> RestoredAsync(IJobClient job)
    {
        var metrics = await job.GetMetricsAsync();
        return (Sum("restoredLocalBytes"), Sum("restoredFetchedBytes"));

        long Sum(string name) => (long)metrics.Sum(m => m.Values.GetValueOrDefault(name));
    }

    // The tables that the node has kept of checkpoints.
    private List<string> Links() => [.. Directory.EnumerateFiles(Path.Join(_folder, "local"), "*.sst", SearchOption.AllDirectories).Where(f => f.Contains("-links", StringComparison.Ordinal))];

    // How many databases had stayed open, for each subtask that was restored from one.
    private List<string> Opened() =>
        [.. _logs.Entries.Select(e => OpenDatabases().Match(e.Text)).Where(m => m.Success).Select(m => m.Groups[1].Value)];

    [GeneratedRegex("of which ([0-9]+) had stayed open")]
    private static partial Regex OpenDatabases();

    private async Task FailAsync(IJobClient job)
    {
        _poison.Want();
        while ((await job.GetExceptionsAsync()).Count == 0) await Task.Yield();
        while (await job.GetStatusAsync() != JobStatus.Running) await Task.Yield();
    }

    private static async Task SuspendedAsync(FlowActorsHost host, IJobClient job, string file)
    {
        await host.ResumeAsync(job.JobId).WaitAsync(Patience.Limit);
        var failed = await Assert.ThrowsAsync<JobFailedException>(() => job.WaitForEndAsync()).WaitAsync(Patience.Limit);
        Assert.Contains(file, failed.Message, StringComparison.Ordinal);
        Assert.Equal(JobStatus.Suspended, await job.GetStatusAsync());
    }

    private static IEnumerable<string> Tables(SnapshotMetadata metadata) => metadata.Handles().Where(h => h.IsShared).Select(h => h.Name);

    private static SnapshotMetadata Metadata(string folder) => new FileSnapshotReader(new LocalFileSystem()).ReadMetadata(new SnapshotLocation(folder));

    private static async Task<long> NumbersAsync(IJobClient job) => (await job.GetAccumulatorsAsync()).TryGetValue("numbers", out var numbers) ? (long)numbers : 0;

    private static async Task<IJobClient> RunningAsync(FlowActorsHost host, string name = "buckets")
    {
        var job = await host.SubmitAsync(name);
        while (await NumbersAsync(job) < StandStill) await Task.Yield();
        return job;
    }

    private string Jobs(IJobClient job) => Path.Join(_folder, "data", "checkpoints", job.JobId.Value);

    private async Task<SnapshotMetadata> CheckpointAsync(IJobClient job)
    {
        var metadata = Metadata(Path.Join(Jobs(job), $"chk-{await job.TriggerCheckpointAsync().WaitAsync(Patience.Limit)}"));
        Assert.Equal(("rocksdb", true), (Assert.Single(metadata.Backends()), metadata.HasDatabases()));
        return metadata;
    }

    private async Task CheckAsync(IJobClient job)
    {
        await job.StopWithSavepointAsync(Path.Join(_folder, "savepoint"), drain: true).WaitAsync(Patience.Limit);
        var result = await job.WaitForEndAsync().WaitAsync(Patience.Limit);
        BucketsJob.Check(Output, (long)result.Accumulators["numbers"], Spread);
    }

    private Task<FlowActorsHost> StartAsync(bool resumes = true, string memory = "8MiB", string recovery = "on")
    {
        IStreamJob Job(int parallelism, string backend) => new BucketsJob(Output, new LocalFileSystem(), _poison, Tolerable, Spread, parallelism, backend);
        var options = new EmbeddedOptions
        {
            DataFolder = Path.Join(_folder, "data"),
            ResumesJobs = resumes,
            Configuration = $"flowactors.state {{ memory = {memory}, local-dirs = [\"{Path.Join(_folder, "local")}\"] }}\nflowactors.checkpoints.local-recovery = {recovery}",
            LoggerFactory = _logs,
        };
        return FlowActorsHost.StartEmbeddedAsync(options
            .AddJob("buckets", () => Job(2, "rocksdb")).AddJob("wide", () => Job(5, "rocksdb")).AddJob("narrow", () => Job(1, "rocksdb"))
            .AddJob("in memory", () => Job(3, "memory")));
    }
}
