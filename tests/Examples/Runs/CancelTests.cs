using FlowActors.Examples.CommandLine;
using FlowActors.Graph;

namespace FlowActors.Tests.Examples.Runs;

public class CancelTests(OneNode host) : IClassFixture<OneNode>
{
    [Fact]
    public async Task A_cancelled_run_has_cancelled_its_job_when_it_ends()
    {
        var executor = new RecordingExecutor(host.Executor);
        var isRunning = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var env = new StreamExecutionEnvironment(executor);
        env.Generate<long>(count: null, number => number).ForEach(_ => isRunning.TrySetResult());
        using var cancellation = new CancellationTokenSource();
        var progress = new JobProgress(new ExamplesConsole(TextWriter.Null, TextWriter.Null, IsInteractive: false), "endless", "none", null, "");

        var run = JobRun.ToEndAsync(env, "endless", progress, cancellation.Token);
        await isRunning.Task;
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.Equal(JobStatus.Cancelled, await executor.Submitted!.GetStatusAsync());
    }

    /// <summary>Keeps the job that was submitted.</summary>
    private sealed class RecordingExecutor(IJobExecutor inner) : IJobExecutor
    {
        public IJobClient? Submitted { get; private set; }

        public JobSettings DefaultSettings => inner.DefaultSettings;

        public async Task<IJobClient> SubmitAsync(StreamGraph graph, CancellationToken cancellationToken = default) =>
            Submitted = await inner.SubmitAsync(graph, cancellationToken);
    }
}
