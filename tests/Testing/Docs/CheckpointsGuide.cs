namespace FlowActors.Tests.Docs;

// The regions named "docs" stand in docs/checkpoints.md, letter by letter: see DocsTests.
public sealed class CheckpointsGuide : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flowactors-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_job_is_stopped_with_a_savepoint_and_started_from_it()
    {
        var (data, savepoint) = (Path.Join(_folder, "data"), Path.Join(_folder, "savepoint"));

        #region docs: host
        await using var host = await FlowActorsHost.StartEmbeddedAsync(
            new EmbeddedOptions { DataFolder = data }.AddJob<CountVisits>("visits"));
        var job = await host.SubmitAsync("visits");
        #endregion

        while (await job.GetStatusAsync() != JobStatus.Running) await Task.Yield();

        #region docs: stop
        await job.StopWithSavepointAsync(savepoint);
        await job.WaitForEndAsync();
        #endregion

        #region docs: from
        var next = await host.SubmitAsync("visits", new SavepointRestore(savepoint));
        #endregion

        while (await next.GetStatusAsync() != JobStatus.Running) await Task.Yield();
        await next.TriggerCheckpointAsync();
        await next.CancelAsync();
        await Assert.ThrowsAsync<JobCancelledException>(() => next.WaitForEndAsync());
    }

    private static void Unaligned(StreamExecutionEnvironment env)
    {
        #region docs: unaligned
        env.EnableCheckpointing(TimeSpan.FromSeconds(10)).ConfigureCheckpoints(c => c with
        {
            Alignment = CheckpointAlignment.AlignedWithTimeout,
            AlignmentTimeout = TimeSpan.FromSeconds(5),
        });
        #endregion
    }

    #region docs: job
    public sealed class CountVisits : IStreamJob
    {
        public void Build(StreamExecutionEnvironment env, JobArguments arguments)
        {
            env.EnableCheckpointing(TimeSpan.FromSeconds(10)).SetParallelism(2);
            env.Generate<long>(null, i => i % 100, recordsPerSecond: 1_000).WithUid("visits")
                .KeyBy(user => user).Count().WithUid("counts")
                .Discard();
        }
    }
    #endregion
}
