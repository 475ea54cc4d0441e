using FlowActors.Http.State;
using FlowActors.Runtime.Client;
using FlowActors.Serialization;
using FlowActors.State;
using static FlowActors.Runtime.Control.Coordination.JobCoordinatorProtocol;

namespace FlowActors.Http.Tests.State;

/// <summary>Subtasks of a lost node's job end before anybody knows that the job restarts: a state that nobody has for the moment is not one that there is not.</summary>
public sealed class StateFinderTests
{
    private static readonly JobId s_job = JobId.Create();

    [Theory]
    [InlineData(JobStatus.Restarting, 1, JobStatus.Running, 2)]
    [InlineData(JobStatus.Running, 1, JobStatus.Restarting, 1)]
    [InlineData(JobStatus.Running, 1, JobStatus.Running, 2)]
    public async Task A_state_of_a_job_that_turns_out_to_restart_is_asked_for_again(JobStatus status, int attempt, JobStatus later, int laterAttempt)
    {
        var (finder, _) = Finder([View(status, attempt), View(later, laterAttempt)], [], []);
        Assert.Equal(503, (await Assert.ThrowsAsync<Problem>(() => FindAsync(finder))).Status);
    }

    [Fact]
    public async Task A_state_that_is_there_again_is_found()
    {
        var (finder, _) = Finder([View(JobStatus.Running, 2)], [], [Count(attempt: 2)]);
        Assert.Equal(2, (await FindAsync(finder)).State.Attempt);
    }

    [Fact]
    public async Task A_state_that_a_running_job_does_not_have_is_not_found()
    {
        var (finder, asked) = Finder([View(JobStatus.Running, 2), View(JobStatus.Running, 2)], [], []);
        Assert.Equal(404, (await Assert.ThrowsAsync<Problem>(() => FindAsync(finder))).Status);
        Assert.Equal(2, asked());
    }

    private static Task<ShownState> FindAsync(StateFinder finder) => finder.FindAsync(s_job, JobStatus.Running, "counts", "count", CancellationToken.None);

    private static (StateFinder Finder, Func<int> Asked) Finder(JobView[] views, params IReadOnlyList<JobState>[] states)
    {
        var (looks, asks) = (0, 0);
        return (new StateFinder((_, _) => Task.FromResult(states[asks++]), (_, _) => Task.FromResult(views[looks++])), () => asks);
    }

    private static JobState Count(int attempt) =>
        new("counts", "Process", "count", StateKind.Value, TypeSchema.Custom("key"), null, TypeSchema.Custom("count"), 1, attempt);

    private static JobView View(JobStatus status, int attempt) =>
        new(null!, status, attempt, DateTimeOffset.UnixEpoch, null, null, [], null, System.Collections.Immutable.ImmutableDictionary<string, Runtime.Subtasks.AccumulatorValue>.Empty);
}
