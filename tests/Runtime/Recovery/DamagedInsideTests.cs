using FlowActors.Files;
using FlowActors.Functions;
using FlowActors.Runtime.Checkpoints.Metadata;
using FlowActors.Runtime.Checkpoints.Restoring;
using FlowActors.Runtime.Checkpoints.Storage;
using FlowActors.Runtime.Tests.Cluster;
using FlowActors.State;
using FlowActors.State.Snapshots.Files;

namespace FlowActors.Runtime.Tests.Recovery;

/// <summary>
/// A byte of a checkpoint's file is another than the one that was written: who opens the file does not see it, who reads it does. One attempt finds
/// it, and what follows is that of any checkpoint that cannot be read.
/// </summary>
[Collection("cluster")]
public sealed class DamagedInsideTests : IDisposable
{
    private static readonly ManualResetEventSlim s_never = new(false, spinCount: 0);
    private static long s_counted;

    private readonly string _folder = Directory.CreateTempSubdirectory("flowactors-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("keyed")]
    [InlineData("operator")]
    [InlineData("in flight")]
    [InlineData("enumerator")]
    public async Task The_job_stands_still_after_one_attempt_and_goes_on_once_the_file_is_mended(string part)
    {
        var (id, checkpoint) = await RunAsync();
        var (file, bytes) = Damage(id, checkpoint, part);
        await using (var host = await StartAsync("flowactors.checkpoints.retained = 2"))
        {
            await SuspendedAsync(host, id, file);
            Assert.Equal(1, await FailedAttemptsAsync(host, id));
            var told = await Assert.Single(await host.GetJobsAsync()).GetExceptionsAsync();
            // The cure once, whoever names it.
            Assert.Single(told[^1].Message.Split("undamaged copy")[1..]);
            Assert.Contains("resume the job", told[^1].Message, StringComparison.Ordinal);
        }

        // It is known from now on, whoever leads the job.
        await using var again = await StartAsync("flowactors.checkpoints.retained = 2");
        await SuspendedAsync(again, id, file);
        Assert.Equal(1, await FailedAttemptsAsync(again, id));

        await File.WriteAllBytesAsync(file, bytes);
        await RunningFromAsync(again, id, checkpoint);
    }

    [Theory]
    [InlineData("keyed")]
    [InlineData("operator")]
    [InlineData("in flight")]
    [InlineData("enumerator")]
    public async Task An_older_one_is_taken_where_configuration_allows_it(string part)
    {
        var (id, checkpoint) = await RunAsync();
        Damage(id, checkpoint, part);
        await using var host = await StartAsync("flowactors.checkpoints { falls-back = on, retained = 2 }");
        await RunningFromAsync(host, id, checkpoint - 1);
    }

    [Fact]
    public async Task Of_a_savepoint_that_a_job_begins_with_the_file_is_named_too()
    {
        var savepoint = Path.Join(_folder, "savepoint");
        await using var host = await StartAsync("");
        var job = await StartedAsync(host);
        await job.StopWithSavepointAsync(savepoint).WaitAsync(Patience.Limit);
        await job.WaitForEndAsync().WaitAsync(Patience.Limit);
        var (file, bytes) = Damage(savepoint, "keyed");
        var next = await host.SubmitAsync("slow", new SavepointRestore(savepoint));
        var failed = await Assert.ThrowsAsync<JobFailedException>(() => next.WaitForEndAsync()).WaitAsync(Patience.Limit);
        Assert.Contains(file, failed.Message, StringComparison.Ordinal);
        Assert.Equal((JobStatus.Suspended, 1), (await next.GetStatusAsync(), await FailedAttemptsAsync(host, next.JobId)));

        await File.WriteAllBytesAsync(file, bytes);
        await host.ResumeAsync(next.JobId).WaitAsync(Patience.Limit);
        while (await next.GetStatusAsync() != JobStatus.Running) await Task.Yield();
    }

    private static async Task SuspendedAsync(FlowActorsHost host, JobId id, string file)
    {
        await host.ResumeAsync(id).WaitAsync(Patience.Limit);
        var job = (await host.GetJobsAsync()).Single(j => j.JobId == id);
        var failed = await Assert.ThrowsAsync<JobFailedException>(() => job.WaitForEndAsync()).WaitAsync(Patience.Limit);
        Assert.Contains(file, failed.Message, StringComparison.Ordinal);
        Assert.Equal(JobStatus.Suspended, await job.GetStatusAsync());
    }

    // That the job stands still is told behind its failures.
    private static async Task<int> FailedAttemptsAsync(FlowActorsHost host, JobId id) =>
        (await (await host.GetJobsAsync()).Single(j => j.JobId == id).GetExceptionsAsync()).Count - 1;

    private static async Task RunningFromAsync(FlowActorsHost host, JobId id, long checkpoint)
    {
        await host.ResumeAsync(id).WaitAsync(Patience.Limit);
        var job = (await host.GetJobsAsync()).Single(j => j.JobId == id);
        // An enumerator is asked for its splits when all run already.
        while (await job.GetStatusAsync() != JobStatus.Running || (await host.DescribeAsync(id)).RestoredCheckpoint != checkpoint) await Task.Yield();
    }

    private async Task<(JobId Job, long Checkpoint)> RunAsync()
    {
        await using var host = await StartAsync("flowactors.checkpoints.retained = 2");
        var job = await StartedAsync(host);
        await job.TriggerCheckpointAsync().WaitAsync(Patience.Limit);
        return (job.JobId, await job.TriggerCheckpointAsync().WaitAsync(Patience.Limit));
    }

    private static async Task<IJobClient> StartedAsync(FlowActorsHost host)
    {
        var counted = Interlocked.Read(ref s_counted);
        var job = await host.SubmitAsync("slow");
        // Some count before all run.
        while (Interlocked.Read(ref s_counted) < counted + 200 || await job.GetStatusAsync() != JobStatus.Running) await Task.Yield();
        return job;
    }

    private (string File, byte[] Bytes) Damage(JobId id, long checkpoint, string part) =>
        Damage(Path.Join(_folder, "data", "checkpoints", id.Value, $"chk-{checkpoint}"), part);

    private static (string File, byte[] Bytes) Damage(string folder, string part)
    {
        var location = new SnapshotLocation(folder);
        var metadata = RestoredSnapshot.Read(new FileSnapshotReader(new LocalFileSystem()), location).Metadata;
        var subtasks = metadata.Vertices.SelectMany(v => v.Subtasks).ToList();
        var candidates = part switch
        {
            "keyed" => subtasks.SelectMany(s => s.Keyed).SelectMany(k => k.Files),
            "operator" => subtasks.SelectMany(s => s.Operator),
            "in flight" => subtasks.SelectMany(s => s.InFlight),
            _ => metadata.Vertices.SelectMany(v => v.SourceCoordinators).Select(c => c.File),
        };
        foreach (var path in candidates.Distinct().Select(handle => location.File(handle).Path))
        {
            var bytes = File.ReadAllBytes(path);
            var damaged = Enumerable.Range(0, bytes.Length).Where(at => part == "enumerator" || IsInside(Flipped(bytes, at), part == "keyed")).ToList();
            if (damaged.Count == 0) continue;
            File.WriteAllBytes(path, Flipped(bytes, damaged[damaged.Count / 2]));
            return (path, bytes);
        }

        throw new InvalidOperationException($"Nothing of {metadata} is {part}.");
    }

    private static byte[] Flipped(byte[] bytes, int at) => [.. bytes[..at], (byte)(bytes[at] ^ 0x10), .. bytes[(at + 1)..]];

    // The file opens; a part of the kind that is meant cannot be read.
    private static bool IsInside(byte[] bytes, bool keyed)
    {
        SnapshotFileReader file;
        try
        {
            file = SnapshotFileReader.Open("file", () => new MemoryStream(bytes));
        }
        catch (UnreadableSnapshotException)
        {
            return false;
        }

        using (file) return file.KeyGroups.Any(group => group == SnapshotFormat.NoGroup != keyed && !CanRead(file, group));
    }

    private static bool CanRead(SnapshotFileReader file, int group)
    {
        try
        {
            var elements = file.Read(group);
            while (elements.MoveNext())
            {
            }

            return true;
        }
        catch (UnreadableSnapshotException)
        {
            return false;
        }
    }

    private Task<FlowActorsHost> StartAsync(string configuration) => FlowActorsHost.StartEmbeddedAsync(
        new EmbeddedOptions { DataFolder = Path.Join(_folder, "data"), ResumesJobs = false, Configuration = configuration }.AddJob<Slow>("slow"));

    /// <summary>A source far ahead of what is behind its keys, so that records are under way.</summary>
    private sealed class Slow : IStreamJob
    {
        public void Build(StreamExecutionEnvironment env, JobArguments arguments) => env.SetParallelism(2).EnableCheckpointing(TimeSpan.FromHours(1))
            .ConfigureCheckpoints(c => c with { Alignment = CheckpointAlignment.Unaligned })
            .Generate<long>(null, i => i, recordsPerSecond: 100_000).WithUid("numbers").KeyBy(x => x % 10).Process(() => new Counting()).WithUid("counts").Discard();
    }

    private sealed class Counting : KeyedProcessFunction<long, long, long>
    {
        private IValueState<long>? _count;

        public override void Open(IKeyedRuntimeContext context) => _count = context.GetState(new ValueStateDescriptor<long>("count"));

        public override void ProcessElement(long value, IKeyedProcessContext<long> context, Collector<long> output)
        {
            s_never.Wait(1);
            _count!.Update(_count.Value() + 1);
            Interlocked.Increment(ref s_counted);
        }
    }
}
