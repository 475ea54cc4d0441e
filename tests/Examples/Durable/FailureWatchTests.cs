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

    [Fact]
    public async Task Of_several_failures_between_two_looks_the_first_is_told_too()
    {
        var end = new TaskCompletionSource();
        var job = new Job(end) { Between = ["vanished"] };
        using var error = new StringWriter { NewLine = "\n" };

        await FailureWatch.TellAsync(job, end.Task, Failure("known"), error);

        Assert.Equal(
            ["Job 'job' failed (attempt 1): vanished.", "Job 'job' failed (attempt 1): full."],
            error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(" Run")[0]));
    }

    /// <summary>One that ends before anybody has looked.</summary>
    [Fact]
    public async Task What_came_before_the_last_failure_of_a_job_is_told_when_it_has_ended()
    {
        var end = new TaskCompletionSource();
        var job = new Job(end) { Looks = 3 };
        end.SetException(new JobFailedException(job.JobId, "job", Failure("the last"), innerException: null));
        using var error = new StringWriter { NewLine = "\n" };

        await FailureWatch.TellAsync(job, end.Task, Failure("known"), error);

        Assert.StartsWith("Job 'job' failed (attempt 1): full.", Assert.Single(error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_the_known_one_is_forgotten_all_are_later()
    {
        JobFailure[] failures = [Failure("a"), Failure("b")];
        Assert.Equal(failures, FailureWatch.Since(Failure("known"), failures));
        Assert.Equal(failures, FailureWatch.Since(null, failures));
        Assert.Equal(failures[1..], FailureWatch.Since(failures[0], failures));
    }

    private static JobFailure Failure(string message) => new(1, null, null, message, "", DateTimeOffset.UnixEpoch);

    /// <summary>Has failed before, restarts after a failure, is looked at once more, and fails for good.</summary>
    private sealed class Job(TaskCompletionSource end) : IJobClient
    {
        public int Looks { get; set; }

        public IReadOnlyList<string> Between { get; init; } = [];

        public JobId JobId { get; } = JobId.Create();

        public string JobName => "job";

        public Task<IReadOnlyList<JobFailure>> GetExceptionsAsync(CancellationToken cancellationToken = default) => Task.FromResult<IReadOnlyList<JobFailure>>(++Looks switch
        {
            1 => [Failure("known")],
            2 or 3 => [Failure("known"), .. Between.Select(Failure), Failure("full")],
            _ => [Failure("known"), .. Between.Select(Failure), Failure("full"), Failure("the last")],
        });

        public Task<JobStatus> GetStatusAsync(CancellationToken cancellationToken = default)
        {
            if (Looks > 3) end.TrySetResult();
            return Task.FromResult(Looks > 3 ? JobStatus.Failing : JobStatus.Restarting);
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
