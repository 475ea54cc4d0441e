using FlowActors.Examples.Durable;
using FlowActors.State;

namespace FlowActors.Tests.Examples.Durable;

public sealed class FailureWatchTests
{
    [Fact]
    public async Task Failures_after_which_a_job_goes_on_are_told_once_each_and_others_are_not()
    {
        var end = new TaskCompletionSource();
        var job = new Job(end);
        using var error = new StringWriter { NewLine = "\n" };

        await FailureWatch.TellAsync(job, end.Task, Failure("known"), error);

        Assert.Equal(
            ["Job 'job' failed (attempt 1): full. Run again with --verbose to see where it was thrown. The job goes on from its last checkpoint."],
            error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private static JobFailure Failure(string message) => new(1, null, null, message, "", DateTimeOffset.UnixEpoch);

    /// <summary>Has failed before, restarts after a failure, is looked at once more, and fails for good.</summary>
    private sealed class Job(TaskCompletionSource end) : IJobClient
    {
        private int _looks;

        public JobId JobId { get; } = JobId.Create();

        public string JobName => "job";

        public Task<IReadOnlyList<JobFailure>> GetExceptionsAsync(CancellationToken cancellationToken = default) => Task.FromResult<IReadOnlyList<JobFailure>>(++_looks switch
        {
            1 => [Failure("known")],
            2 or 3 => [Failure("known"), Failure("full")],
            _ => [Failure("known"), Failure("full"), Failure("the last")],
        });

        public Task<JobStatus> GetStatusAsync(CancellationToken cancellationToken = default)
        {
            if (_looks > 3) end.TrySetResult();
            return Task.FromResult(_looks > 3 ? JobStatus.Failing : JobStatus.Restarting);
        }

        public Task CancelAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<long> TriggerCheckpointAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task TriggerSavepointAsync(string path, SnapshotForm form = SnapshotForm.Canonical, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task StopWithSavepointAsync(string path, bool drain = false, SnapshotForm form = SnapshotForm.Canonical, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<JobResult> WaitForEndAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<IReadOnlyDictionary<string, object>> GetAccumulatorsAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<IReadOnlyList<SubtaskMetrics>> GetMetricsAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();
    }
}
