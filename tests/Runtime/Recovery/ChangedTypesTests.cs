using FlowActors.Functions;
using FlowActors.Runtime.Tests.Cluster;
using FlowActors.State;

namespace FlowActors.Runtime.Tests.Recovery;

/// <summary>Code that does not take what an earlier build has kept is refused before anything of it runs, and nothing is lost.</summary>
[Collection("cluster")]
public sealed class ChangedTypesTests : IDisposable
{
    private const string Narrower =
        "State 'score' of operator 'Scores' (uid 'scores') cannot be restored: values: Points was int32 and is int16: what was written may not fit; keep int32, or a wider type. " +
        "Or give the state another name, under which it starts empty, or restore with the build that wrote it.";

    private readonly string _folder = Directory.CreateTempSubdirectory("flowactors-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_resumed_job_whose_types_do_not_fit_stays_suspended_until_they_do()
    {
        var opened = new Opened();
        long checkpoint;
        await using (var first = await StartAsync(() => new Written()))
        {
            var job = await first.SubmitAsync("scores");
            while (await job.GetStatusAsync() != JobStatus.Running) await Task.Yield();
            checkpoint = await job.TriggerCheckpointAsync().WaitAsync(Patience.Limit);
        }

        await using (var second = await StartAsync(() => new Narrowed(opened)))
        {
            var job = Assert.Single(await second.GetJobsAsync());
            var failed = await Assert.ThrowsAsync<JobFailedException>(() => job.WaitForEndAsync()).WaitAsync(Patience.Limit);
            Assert.Equal(JobStatus.Suspended, await job.GetStatusAsync());
            Assert.Contains($"Checkpoint {checkpoint} of job 'scores' does not fit the job's present code. {Narrower}", failed.Message, StringComparison.Ordinal);
            // For its states, and for no record.
            Assert.Equal((1, 1), (opened.Opens, opened.Closes));
            Assert.Equal(checkpoint, await second.ResumeAsync(job.JobId).WaitAsync(Patience.Limit));
            await Assert.ThrowsAsync<JobFailedException>(() => job.WaitForEndAsync()).WaitAsync(Patience.Limit);
            Assert.Equal(JobStatus.Suspended, await job.GetStatusAsync());
        }

        await using var third = await StartAsync(() => new Written());
        var resumed = Assert.Single(await third.GetJobsAsync());
        while (await resumed.GetStatusAsync() != JobStatus.Running) await Task.Yield();
        Assert.Equal(checkpoint, (await third.DescribeAsync(resumed.JobId)).RestoredCheckpoint);
    }

    [Fact]
    public async Task A_job_is_not_taken_that_does_not_fit_the_savepoint_it_is_to_begin_with()
    {
        var opened = new Opened();
        var savepoint = Path.Join(_folder, "savepoint");
        await using var host = await StartAsync(() => new Written(), options => options
            .AddJob("narrowed", () => new ScoresJob(() => new Narrowed(opened)))
            .AddJob("renamed", () => new ScoresJob(() => new Written(), "points"))
            .AddJob("regrouped", () => new ScoresJob(() => new Written(), maxParallelism: 64)));
        var first = await host.SubmitAsync("scores");
        while (await first.GetStatusAsync() != JobStatus.Running) await Task.Yield();
        await first.StopWithSavepointAsync(savepoint).WaitAsync(Patience.Limit);
        await first.WaitForEndAsync().WaitAsync(Patience.Limit);

        await RefusedAsync(host, "narrowed", savepoint, $"Job 'narrowed' cannot begin with '{savepoint}': Savepoint 1 of job 'scores' does not fit the job's present code. {Narrower}");
        await RefusedAsync(host, "renamed", savepoint, "Operator 'Scores' (uid 'scores') has state in it, and no operator of the job has that uid. Give operators the uids");
        await RefusedAsync(host, "regrouped", savepoint, "has max parallelism 64 and had 128, which keyed state keeps for ever.");
        await RefusedAsync(host, "scores", Path.Join(_folder, "none"), Path.Join(_folder, "none", "_metadata"));

        Assert.Equal((1, 1), (opened.Opens, opened.Closes));
        Assert.Equal(first.JobId, Assert.Single(await host.GetJobsAsync()).JobId);
        Assert.Equal([first.JobId.Value], Directory.GetDirectories(Path.Join(_folder, "data", "checkpoints")).Select(Path.GetFileName));
        var renamed = await host.SubmitAsync("renamed", new SavepointRestore(savepoint) { AllowsUnmatchedState = true });
        while (await renamed.GetStatusAsync() != JobStatus.Running) await Task.Yield();
    }

    [Fact]
    public async Task A_savepoint_of_which_a_file_is_damaged_is_refused_by_its_name()
    {
        var savepoint = Path.Join(_folder, "savepoint");
        await using var host = await StartAsync(() => new Written());
        var first = await host.SubmitAsync("scores");
        while (await first.GetStatusAsync() != JobStatus.Running) await Task.Yield();
        await first.StopWithSavepointAsync(savepoint).WaitAsync(Patience.Limit);
        foreach (var file in Directory.GetFiles(savepoint))
        {
            var bytes = await File.ReadAllBytesAsync(file);
            await File.WriteAllBytesAsync(file, bytes[..^1]);
            await RefusedAsync(host, "scores", savepoint, file);
            File.Delete(file);
            await RefusedAsync(host, "scores", savepoint, file);
            await File.WriteAllBytesAsync(file, bytes);
        }

        var next = await host.SubmitAsync("scores", new SavepointRestore(savepoint));
        while (await next.GetStatusAsync() != JobStatus.Running) await Task.Yield();
    }

    private static async Task RefusedAsync(FlowActorsHost host, string job, string savepoint, string expected)
    {
        var refused = await Assert.ThrowsAsync<JobValidationException>(() => host.SubmitAsync(job, new SavepointRestore(savepoint))).WaitAsync(Patience.Limit);
        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
    }

    private Task<FlowActorsHost> StartAsync(Func<KeyedProcessFunction<long, long, long>> create, Action<EmbeddedOptions>? more = null)
    {
        var options = new EmbeddedOptions { DataFolder = Path.Join(_folder, "data") }.AddJob("scores", () => new ScoresJob(create));
        more?.Invoke(options);
        return FlowActorsHost.StartEmbeddedAsync(options);
    }

    private sealed class ScoresJob(Func<KeyedProcessFunction<long, long, long>> create, string uid = "scores", int maxParallelism = 128) : IStreamJob
    {
        public void Build(StreamExecutionEnvironment env, JobArguments arguments)
        {
            env.SetParallelism(2).SetMaxParallelism(maxParallelism).EnableCheckpointing(TimeSpan.FromHours(1));
            env.Generate<long>(null, i => i, recordsPerSecond: 100).WithUid("numbers").KeyBy(x => x % 10).Process(create).WithName("Scores").WithUid(uid).Discard();
        }
    }

    private sealed class Opened
    {
        public int Opens;
        public int Closes;
    }

    private sealed class Written : KeyedProcessFunction<long, long, long>
    {
        private IValueState<Score>? _score;

        public override void Open(IKeyedRuntimeContext context) => _score = context.GetState(new ValueStateDescriptor<Score>("score"));

        public override void ProcessElement(long value, IKeyedProcessContext<long> context, Collector<long> output) => _score!.Update(new Score((int)value));

        private sealed record Score(int Points);
    }

    private sealed class Narrowed(Opened opened) : KeyedProcessFunction<long, long, long>
    {
        public override void Open(IKeyedRuntimeContext context)
        {
            Interlocked.Increment(ref opened.Opens);
            context.GetState(new ValueStateDescriptor<Score>("score"));
        }

        public override void Close() => Interlocked.Increment(ref opened.Closes);

        public override void ProcessElement(long value, IKeyedProcessContext<long> context, Collector<long> output)
        {
        }

        private sealed record Score(short Points);
    }
}
