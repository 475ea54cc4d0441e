using FlowActors.Graph;
using FlowActors.State;

namespace FlowActors.Tests.Api;

/// <summary>A token that cancels a run cancels it whenever it comes, also before anybody knows whether the job was accepted.</summary>
public sealed class CancelledSubmissionTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly TaskCompletionSource<IJobClient> _accepted = new();
    private readonly Client _client = new();
    private readonly CancellationTokenSource _cancel = new();
    private readonly Executor _executor;
    private readonly StreamExecutionEnvironment _env;

    public CancelledSubmissionTests()
    {
        _executor = new Executor(_accepted.Task);
        _env = new StreamExecutionEnvironment(_executor);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("collect")]
    [InlineData("collect a few")]
    [InlineData("iterate")]
    public async Task A_job_that_is_accepted_after_the_cancel_is_cancelled_then(string way)
    {
        var run = Run(way);
        await _cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.WaitAsync(Patience));
        _accepted.SetResult(_client);
        await _client.Cancelled.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task Nothing_is_submitted_with_a_token_that_is_cancelled_already()
    {
        await _cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Run("run"));
        Assert.Equal(0, _executor.Submitted);
    }

    [Fact]
    public async Task A_host_that_is_gone_does_not_hide_the_cancel()
    {
        _client.Failure = new ObjectDisposedException("host");
        _accepted.SetResult(_client);
        var run = Run("run");
        await _cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.WaitAsync(Patience));
    }

    private async Task Run(string way)
    {
        var stream = _env.FromElements(1, 2);
        switch (way)
        {
            case "run":
                stream.Discard();
                await _env.RunAsync("job", _cancel.Token);
                break;
            case "collect":
                await stream.ExecuteAndCollectAsync("job", _cancel.Token);
                break;
            case "collect a few":
                await stream.ExecuteAndCollectAsync("job", 1, _cancel.Token);
                break;
            default:
                await foreach (var _ in stream.ExecuteAndIterateAsync("job", _cancel.Token))
                {
                }

                break;
        }
    }

    private sealed class Executor(Task<IJobClient> answer) : IJobExecutor
    {
        public int Submitted { get; private set; }

        public JobSettings DefaultSettings { get; } = new();

        public Task<IJobClient> SubmitAsync(StreamGraph graph, CancellationToken cancellationToken = default)
        {
            Submitted++;
            return answer;
        }
    }

    private sealed class Client : IJobClient
    {
        public TaskCompletionSource Cancelled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Exception? Failure { get; set; }

        public JobId JobId { get; } = JobId.Create();

        public string JobName => "job";

        public Task CancelAsync(CancellationToken cancellationToken = default)
        {
            Cancelled.TrySetResult();
            return Failure is null ? Task.CompletedTask : Task.FromException(Failure);
        }

        public async Task<JobResult> WaitForEndAsync(CancellationToken cancellationToken = default)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            throw new NotSupportedException();
        }

        public Task<JobStatus> GetStatusAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<IReadOnlyDictionary<string, object>> GetAccumulatorsAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<long> TriggerCheckpointAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task TriggerSavepointAsync(string path, SnapshotForm form = SnapshotForm.Canonical, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task StopWithSavepointAsync(string path, bool drain = false, SnapshotForm form = SnapshotForm.Canonical, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<IReadOnlyList<SubtaskMetrics>> GetMetricsAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<IReadOnlyList<JobFailure>> GetExceptionsAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();
    }
}
