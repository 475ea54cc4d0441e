using System.Collections.Concurrent;
using FlowActors.Runtime.Tests.Cluster;
using FlowActors.Tests.Files;

namespace FlowActors.Runtime.Tests.Recovery.Faults;

/// <summary>
/// A job over a disk that fails by plan: what cannot be written fails a checkpoint, by the name of the file, and not the job; what more than the
/// tolerable number of failures, or a failing sink, makes of it is a restart. Nothing is lost or doubled.
/// </summary>
[Collection("cluster")]
public sealed class FileFaultTests : IDisposable
{
    private const string Full = "No space left on device";
    private const int Tolerable = 2;
    private readonly string _folder = Directory.CreateTempSubdirectory("flowactors-").FullName;
    private readonly FaultyFileSystem _disk = new();
    private readonly FaultyFileSystem _sinkDisk = new();
    private readonly Poison _poison = new();

    private string Output => Path.Join(_folder, "output");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("full disk", "Create Write Flush", ".state")]
    [InlineData("full disk for metadata", "Create Write Flush", "_metadata")]
    [InlineData("torn write", "Write", ".state")]
    [InlineData("failed fsync", "Flush", ".state")]
    [InlineData("failed fsync of the folder", "FlushFolder", "chk-")]
    [InlineData("failed rename", "Rename", "_metadata")]
    public async Task A_disk_that_fails_for_a_time_fails_checkpoints_and_not_the_job(string fault, string calls, string part)
    {
        var failing = calls.Split(' ').Select(Enum.Parse<FileCall>).ToHashSet();
        await using var host = await StartAsync();
        var job = await RunningAsync(host);
        var first = await job.TriggerCheckpointAsync().WaitAsync(Patience.Limit);
        var failed = new ConcurrentBag<string>();
        for (var i = 1; i <= Tolerable; i++)
        {
            _disk.FailWhen((call, path) => failing.Contains(call) && IsOfCheckpoint(path, part) && Noted(failed, path), $"{fault}: {Full}");
            var failure = await Assert.ThrowsAsync<CheckpointException>(() => job.TriggerCheckpointAsync()).WaitAsync(Patience.Limit);
            Assert.Contains($"{fault}: {Full}", failure.Message, StringComparison.Ordinal);
            Assert.Contains(failed, path => failure.Message.Contains(Named(path), StringComparison.Ordinal));
        }

        _disk.Heal();
        Assert.True(await job.TriggerCheckpointAsync().WaitAsync(Patience.Limit) > first + Tolerable);
        Assert.Empty(await job.GetExceptionsAsync());
        await CheckAsync(job);
    }

    [Fact]
    public async Task More_failures_than_are_tolerable_restart_the_job_from_the_last_checkpoint()
    {
        await using var host = await StartAsync();
        var job = await RunningAsync(host);
        await job.TriggerCheckpointAsync().WaitAsync(Patience.Limit);
        _disk.FailWhen((call, path) => call == FileCall.Write && IsOfCheckpoint(path, ".state"), Full);
        for (var i = 0; i <= Tolerable; i++) await Assert.ThrowsAsync<CheckpointException>(() => job.TriggerCheckpointAsync()).WaitAsync(Patience.Limit);

        while ((await job.GetExceptionsAsync()).Count == 0) await Task.Yield();
        _disk.Heal();
        while (await job.GetStatusAsync() != JobStatus.Running) await Task.Yield();
        await job.TriggerCheckpointAsync().WaitAsync(Patience.Limit);
        var failure = Assert.Single(await job.GetExceptionsAsync()).Message;
        Assert.Contains("no more failures are tolerable (flowactors.checkpoints.tolerable-failures)", failure, StringComparison.Ordinal);
        Assert.Contains(Path.Join(_folder, "data", "checkpoints", job.JobId.Value), failure, StringComparison.Ordinal);
        Assert.Contains(Full, failure, StringComparison.Ordinal);
        await CheckAsync(job);
    }

    [Fact]
    public async Task A_disk_that_stands_still_holds_up_a_checkpoint_and_not_the_records()
    {
        await using var host = await StartAsync();
        var job = await RunningAsync(host);
        using var goesOn = new ManualResetEventSlim();
        var stands = new TaskCompletionSource();
        _disk.Before = (call, path) =>
        {
            if (call != FileCall.Write || !IsOfCheckpoint(path, ".state")) return;
            stands.TrySetResult();
            goesOn.Wait(Patience.Limit);
        };
        var checkpoint = job.TriggerCheckpointAsync();
        await stands.Task.WaitAsync(Patience.Limit);
        var before = await NumbersAsync(job);
        while (await NumbersAsync(job) < before + 500) await Task.Yield();
        Assert.False(checkpoint.IsCompleted);
        goesOn.Set();
        await checkpoint.WaitAsync(Patience.Limit);
        Assert.Empty(await job.GetExceptionsAsync());
        await CheckAsync(job);
    }

    [Fact]
    public async Task A_checkpoint_goes_on_while_a_later_one_is_aborted()
    {
        await using var host = await StartAsync("flowactors.checkpoints.max-concurrent = 3");
        var job = await RunningAsync(host);
        using var goesOn = new ManualResetEventSlim();
        var stands = new TaskCompletionSource();
        string? enumerator = null;
        _disk.Before = (call, path) =>
        {
            if (call != FileCall.Write || !IsOfCheckpoint(path, ".state")) return;
            var folder = Path.GetFileName(Path.GetDirectoryName(path));
            if (folder == "chk-2") throw new IOException(Full);
            // The enumerator writes first: subtasks stand, and the later checkpoint begins with it.
            if (folder != "chk-1" || (Interlocked.CompareExchange(ref enumerator, path, null) ?? path) == path) return;
            stands.TrySetResult();
            goesOn.Wait(Patience.Limit);
        };
        var first = job.TriggerCheckpointAsync();
        await stands.Task.WaitAsync(Patience.Limit);
        var failure = await Assert.ThrowsAsync<CheckpointException>(() => job.TriggerCheckpointAsync()).WaitAsync(Patience.Limit);
        Assert.Contains("Checkpoint 2 did not complete", failure.Message, StringComparison.Ordinal);
        goesOn.Set();
        Assert.Equal(1, await first.WaitAsync(Patience.Limit));
        Assert.Equal(3, await job.TriggerCheckpointAsync().WaitAsync(Patience.Limit));
        Assert.Empty(await job.GetExceptionsAsync());
        await CheckAsync(job);
    }

    [Theory]
    [InlineData("Open", "_metadata")]
    [InlineData("Open", ".state")]
    [InlineData("Read", ".state")]
    public async Task A_read_that_fails_at_the_restore_is_tried_again(string failing, string part)
    {
        var call = Enum.Parse<FileCall>(failing);
        await using var host = await StartAsync();
        var job = await RunningAsync(host);
        await job.TriggerCheckpointAsync().WaitAsync(Patience.Limit);
        var failed = new ConcurrentBag<string>();
        _disk.FailFirst(2, (at, path) => at == call && IsOfCheckpoint(path, part) && Noted(failed, path), "The disk does not answer");
        _poison.Want();
        while (failed.Count < 2 || await job.GetStatusAsync() != JobStatus.Running) await Task.Yield();
        await job.TriggerCheckpointAsync().WaitAsync(Patience.Limit);
        var failures = await job.GetExceptionsAsync();
        Assert.Contains("poison", failures[0].Message, StringComparison.Ordinal);
        Assert.InRange(failures.Count, 2, 3);
        Assert.All(failures.Skip(1), f => Assert.Contains(failed, path => f.Message.Contains(path, StringComparison.Ordinal) && f.Message.Contains("The disk does not answer", StringComparison.Ordinal)));
        await CheckAsync(job);
    }

    [Theory]
    [InlineData("Create")]
    [InlineData("Write")]
    [InlineData("Flush")]
    [InlineData("Rename")]
    public async Task A_sink_whose_disk_fails_once_loses_and_doubles_nothing(string failing)
    {
        var call = Enum.Parse<FileCall>(failing);
        await using var host = await StartAsync();
        var job = await RunningAsync(host);
        await job.TriggerCheckpointAsync().WaitAsync(Patience.Limit);
        var failed = new ConcurrentBag<string>();
        _sinkDisk.FailFirst(1, (at, path) => at == call && Noted(failed, path), Full);
        while ((await job.GetExceptionsAsync()).Count == 0) await Record.ExceptionAsync(() => job.TriggerCheckpointAsync()).WaitAsync(Patience.Limit);
        while (await job.GetStatusAsync() != JobStatus.Running) await Task.Yield();
        await job.TriggerCheckpointAsync().WaitAsync(Patience.Limit);
        var failure = Assert.Single(await job.GetExceptionsAsync()).Message;
        Assert.Contains(Full, failure, StringComparison.Ordinal);
        Assert.Contains(Output, failure, StringComparison.Ordinal);
        await CheckAsync(job);
    }

    private static bool Noted(ConcurrentBag<string> failed, string path)
    {
        failed.Add(path);
        return true;
    }

    // What is told of metadata under its temporary name is told of the metadata, and of a folder of what is in it.
    private static string Named(string path) => Path.GetFileName(path).Contains("_metadata", StringComparison.Ordinal) ? Path.Join(Path.GetDirectoryName(path), "_metadata") : path;

    private bool IsOfCheckpoint(string path, string part) =>
        path.StartsWith(Path.Join(_folder, "data", "checkpoints"), StringComparison.Ordinal) && Path.GetFileName(path).Contains(part, StringComparison.Ordinal);

    private Task<FlowActorsHost> StartAsync(string? configuration = null) => FlowActorsHost.StartEmbeddedAsync(
        new EmbeddedOptions { DataFolder = Path.Join(_folder, "data"), Files = _disk, Configuration = configuration }.AddJob("buckets", () => new BucketsJob(Output, _sinkDisk, _poison, Tolerable)));

    private static async Task<IJobClient> RunningAsync(FlowActorsHost host)
    {
        var job = await host.SubmitAsync("buckets");
        // Some count before all run.
        while (await NumbersAsync(job) < 200 || await job.GetStatusAsync() != JobStatus.Running) await Task.Yield();
        return job;
    }

    private static async Task<long> NumbersAsync(IJobClient job) => (await job.GetAccumulatorsAsync()).TryGetValue("numbers", out var numbers) ? (long)numbers : 0;

    // Drained, so that the last timers fire and all is visible.
    private async Task CheckAsync(IJobClient job)
    {
        await job.StopWithSavepointAsync(Path.Join(_folder, "savepoint"), drain: true).WaitAsync(Patience.Limit);
        var result = await job.WaitForEndAsync().WaitAsync(Patience.Limit);
        BucketsJob.Check(Output, (long)result.Accumulators["numbers"]);
    }
}
