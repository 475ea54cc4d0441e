using FlowActors.Graph;
using FlowActors.Sinks;
using FlowActors.State;
using FlowActors.Tests.Harness;

namespace FlowActors.Tests.Api;

/// <summary>Where there are no results the message says why.</summary>
public class CollectedResultsTests
{
    private readonly Executor _executor = new();
    private readonly StreamExecutionEnvironment _env;
    private readonly CollectedResults<int> _results;

    public CollectedResultsTests()
    {
        _env = new StreamExecutionEnvironment(_executor);
        _results = _env.FromElements(1).Collect();
    }

    [Fact]
    public void Of_a_program_that_was_never_executed() => Assert.Contains("never executed", Missing().Message, StringComparison.Ordinal);

    [Fact]
    public async Task Of_a_program_that_was_refused()
    {
        _executor.Answer = Task.FromException<IJobClient>(new JobValidationException("no"));
        await Assert.ThrowsAsync<JobValidationException>(() => _env.ExecuteAsync("job"));
        Assert.Contains("never executed", Missing().Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_program_that_is_being_submitted()
    {
        var accepted = new TaskCompletionSource<IJobClient>();
        _executor.Answer = accepted.Task;
        var submission = _env.ExecuteAsync("job");
        Assert.Contains("is being submitted", Missing().Message, StringComparison.Ordinal);
        accepted.SetResult(new Client(JobStatus.Running));
        await submission;
        Assert.Contains("has not ended yet, it is Running", Missing().Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(JobStatus.Created)]
    [InlineData(JobStatus.Running)]
    [InlineData(JobStatus.Restarting)]
    [InlineData(JobStatus.Failing)]
    public async Task Of_a_job_that_has_not_ended(JobStatus status) =>
        Assert.Contains($"job 'job' has not ended yet, it is {status}", (await AfterAsync(status)).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Of_a_job_that_has_failed()
    {
        var missing = await AfterAsync(JobStatus.Failed);
        Assert.Equal("There are no collected results: Job 'job' failed in operator 'bad' (attempt 1): broken", missing.Message);
        Assert.IsType<JobFailedException>(missing.InnerException);
    }

    [Fact]
    public async Task Of_a_job_that_was_cancelled() =>
        Assert.Contains("job 'job' was cancelled", (await AfterAsync(JobStatus.Cancelled)).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Of_a_job_that_ran_in_another_process() =>
        Assert.Contains("ran in another process", (await AfterAsync(JobStatus.Finished)).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Of_a_job_that_nobody_can_be_asked_about()
    {
        var missing = await AfterAsync(null);
        Assert.Contains("cannot be found out: gone", missing.Message, StringComparison.Ordinal);
        Assert.IsType<ObjectDisposedException>(missing.InnerException);
    }

    [Fact]
    public void Of_a_job_that_another_executed()
    {
        using var harness = new SinkHarness<int>(new CollectSink<int>(_results));
        Assert.Contains("not executed by the program's own environment", Missing().Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_execution_does_not_give_the_results_of_the_one_before()
    {
        Run([1, 2]);
        Assert.Equal([1, 2], _results.Values);
        await AfterAsync(JobStatus.Failed);
        Run([3]);
        Assert.Equal([3], _results.Values);
    }

    [Fact]
    public async Task A_refused_execution_leaves_the_results_of_the_one_before()
    {
        Run([1, 2]);
        _executor.Answer = Task.FromException<IJobClient>(new JobValidationException("no"));
        await Assert.ThrowsAsync<JobValidationException>(() => _env.ExecuteAsync("job"));
        Assert.Equal([1, 2], _results.Values);
    }

    [Fact]
    public void Results_of_two_executions_are_never_mixed()
    {
        using (var first = new SinkHarness<int>(new CollectSink<int>(_results), 2)) first.Write(0, 1).Write(1, 2).EndInput().Finish();
        using var second = new SinkHarness<int>(new CollectSink<int>(_results), 2);
        second.Write(0, 3).Write(1, 4).EndInput().Finish(0);
        Missing();
    }

    private void Run(int[] values)
    {
        using var harness = new SinkHarness<int>(new CollectSink<int>(_results));
        harness.Write(0, values).EndInput().Finish();
    }

    private InvalidOperationException Missing()
    {
        Assert.False(_results.IsComplete);
        return Assert.Throws<InvalidOperationException>(() => _results.Values);
    }

    private async Task<InvalidOperationException> AfterAsync(JobStatus? status)
    {
        _executor.Answer = Task.FromResult<IJobClient>(new Client(status));
        await _env.ExecuteAsync("job");
        return Missing();
    }

    private sealed class Executor : IJobExecutor
    {
        public Task<IJobClient> Answer { get; set; } = null!;

        public JobSettings DefaultSettings { get; } = new();

        public Task<IJobClient> SubmitAsync(StreamGraph graph, CancellationToken cancellationToken = default) => Answer;
    }

    /// <summary>A job whose host is gone when there is no status.</summary>
    private sealed class Client(JobStatus? status) : IJobClient
    {
        public JobId JobId { get; } = new("id");

        public string JobName => "job";

        public Task<JobStatus> GetStatusAsync(CancellationToken cancellationToken = default) =>
            status is { } known ? Task.FromResult(known) : Task.FromException<JobStatus>(new ObjectDisposedException(null, "gone"));

        public Task CancelAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<JobResult> WaitForEndAsync(CancellationToken cancellationToken = default) => status switch
        {
            JobStatus.Finished => Task.FromResult(new JobResult(JobId, TimeSpan.Zero, new Dictionary<string, object>())),
            JobStatus.Cancelled => Task.FromException<JobResult>(new JobCancelledException(JobId, JobName)),
            JobStatus.Failed => Task.FromException<JobResult>(
                new JobFailedException(JobId, JobName, new JobFailure(1, "bad", null, "broken", "", DateTimeOffset.UnixEpoch), null)),
            _ => throw new NotSupportedException("It has not ended."),
        };

        public Task<IReadOnlyDictionary<string, object>> GetAccumulatorsAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<long> TriggerCheckpointAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task TriggerSavepointAsync(string path, SnapshotForm form = SnapshotForm.Canonical, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task StopWithSavepointAsync(string path, bool drain = false, SnapshotForm form = SnapshotForm.Canonical, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<IReadOnlyList<SubtaskMetrics>> GetMetricsAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<IReadOnlyList<JobFailure>> GetExceptionsAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();
    }
}
