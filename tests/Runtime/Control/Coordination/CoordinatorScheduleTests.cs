using CsCheck;
using FlowActors.Runtime.Control;
using FlowActors.Runtime.Tasks;

namespace FlowActors.Runtime.Tests.Control.Coordination;

/// <summary>What holds under every schedule. A failure prints the seed of its simulation.</summary>
public sealed class CoordinatorScheduleTests
{
    private static readonly RestartStrategy Restarts = new RestartStrategy.FixedDelay(3, TimeSpan.FromSeconds(1));

    [Fact]
    public void Without_faults_every_job_finishes_in_its_first_attempt() => Sample(new(false, false, false, false), run =>
    {
        Assert.Equal(JobStatus.Finished, run.Core.Status);
        Assert.Equal(1, run.Core.Record.Attempt);
        Assert.Equal(run.Shape.Parallelism.Sum(), run.Core.Record.Accumulators["n"].Long);
    });

    [Fact]
    public void Every_job_ends() => Sample(
        new(true, true, true, true), run => Assert.True(run.Core.Status.IsEnd(), $"the job is {run.Core.Status} after thousands of steps"));

    [Fact]
    public void An_ended_job_leaves_no_subtask_behind() => Sample(new(false, true, true, true), run => Assert.Empty(run.Subtasks.Alive));

    [Fact]
    public void A_cancelled_job_ends_as_cancelled() => Sample(new(true, true, true, true), run =>
    {
        if (run.WasCancelled) Assert.Equal(JobStatus.Cancelled, run.Core.Status);
        else Assert.NotEqual(JobStatus.Cancelled, run.Core.Status);
    });

    [Fact]
    public void Failures_on_a_good_network_restart_the_job_as_often_as_allowed() => Sample(new(false, true, false, false), run =>
    {
        var failures = run.Core.Record.Failures.Count;
        Assert.All(run.Core.Record.Failures, f => Assert.Equal("boom", f.Cause.Message));
        Assert.Equal(failures <= 3 ? JobStatus.Finished : JobStatus.Failed, run.Core.Status);
        Assert.Equal(Math.Min(failures, 3) + 1, run.Core.Record.Attempt);
    });

    [Fact]
    public void A_step_of_the_protocol_follows_the_one_before_in_all_subtasks() => Sample(new(true, true, true, true), run =>
    {
        var deployed = new HashSet<SubtaskId>();
        var opened = new HashSet<SubtaskId>();
        foreach (var command in run.Subtasks.Obeyed)
        {
            var id = command.Subtask;
            switch (command)
            {
                case SubtaskProtocol.Deploy: deployed.Add(id); break;
                case SubtaskProtocol.Open:
                    Assert.Equal(run.Shape.Parallelism.Sum(), deployed.Count(d => d.Attempt == id.Attempt));
                    opened.Add(id);
                    break;
                case SubtaskProtocol.Start: Assert.Equal(run.Shape.Parallelism.Sum(), opened.Count(d => d.Attempt == id.Attempt)); break;
            }
        }
    });

    // On a bad network a late repetition may open what was stopped; the attempt's number fences it then.
    [Fact]
    public void No_two_attempts_work_at_once() => Sample(
        new(false, true, true, true), run => Assert.InRange(run.WorkingAttemptsMax, 0, 1));

    [Fact]
    public void The_journal_tells_the_same_as_the_coordinator() => Sample(new(true, true, true, true), run =>
    {
        var replayed = run.Written.Aggregate(JobRecord.Empty, (record, decision) => record.Apply(decision));
        Assert.Equal(run.Core.Record.End, replayed.End);
        Assert.Equal(run.Core.Record.Attempt, replayed.Attempt);
        Assert.Equal(run.Core.Record.Failures, replayed.Failures);
        Assert.Equal(run.Core.Record.Reason, replayed.Reason);
        Assert.IsType<CoordinatorEvents.JobSubmitted>(run.Written[0]);
    });

    private static void Sample(Faults faults, Action<CoordinatorSimulation> check) =>
        Gen.Int.Sample(seed => check(new CoordinatorSimulation(seed, faults, Restarts)), seed: "0000KOIPEKo5", iter: 300, threads: 1);
}
