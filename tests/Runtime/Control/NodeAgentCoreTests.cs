using FlowActors.Runtime.Control;
using FlowActors.Runtime.Control.Coordination;
using FlowActors.Runtime.Control.Nodes;
using FlowActors.Runtime.Planning;
using FlowActors.Runtime.Subtasks;
using FlowActors.Runtime.Subtasks.Deployment;
using FlowActors.Runtime.Tests.Control.Simulation;
using FlowActors.Runtime.Tests.Planning;
using FlowActors.Runtime.Transport;
using static FlowActors.Runtime.Control.Nodes.NodeAgentProtocol;

namespace FlowActors.Runtime.Tests.Control;

/// <summary>Single steps of a node's agent; whole lives are under <see cref="ControlScheduleTests"/>.</summary>
public sealed class NodeAgentCoreTests
{
    private const string Here = "here";
    private static readonly TimeSpan Lease = ControlSimulation.Settings.Lease;
    private static readonly ExecutionGraph Graph = ExecutionGraph.Of(JobPlanner.Plan(Programs.Build(env => env.FromSequence(0, 9).Discard())));
    private static readonly AttemptPlacement Placement = new([new NodePlace(Here, "run", default)], ["0", "1"], [0, 0]);
    private readonly NodeAgentCore _core = new(Here, "run", ControlSimulation.Settings);
    private readonly JobSpec _job = new(JobId.Create(), "job", null, new Dictionary<string, string>());
    private DateTimeOffset _now = DateTimeOffset.UnixEpoch;

    [Fact]
    public void An_attempt_that_hears_nothing_for_a_lease_is_stopped_and_says_so()
    {
        var attempt = Run(1, epoch: 1);
        _now += Lease - TimeSpan.FromSeconds(1);
        Assert.Empty(Handle(Tick.Instance).OfType<NodeEffect.LeaseLost>());
        _now += TimeSpan.FromSeconds(1);
        var effects = Handle(Tick.Instance);
        Assert.Equal(new NodeEffect.LeaseLost(attempt), Assert.Single(effects.OfType<NodeEffect.LeaseLost>()));
        Assert.Equal(new NodeEffect.Interrupt(attempt), Assert.Single(effects.OfType<NodeEffect.Interrupt>()));
        Assert.Equal(2, effects.OfType<NodeEffect.Tell>().Count(t => t.Command is SubtaskProtocol.Stop));
        Assert.Equal(FailureKind.LeaseLost, Assert.Single(effects.OfType<NodeEffect.Report>()).Message.Failure!.Cause.Kind);
    }

    [Fact]
    public void Every_command_of_the_coordinator_renews_the_lease()
    {
        var attempt = Run(1, epoch: 1);
        for (var i = 0; i < 5; i++)
        {
            _now += Lease - TimeSpan.FromSeconds(1);
            Handle(new AdvanceAttempt(attempt, 1, SubtaskPhase.Running));
            Assert.Empty(Handle(Tick.Instance).OfType<NodeEffect.LeaseLost>());
        }

        Assert.Equal([attempt], _core.Running);
    }

    [Fact]
    public void Commands_of_a_job_manager_that_was_replaced_are_dropped_and_renew_no_lease()
    {
        var attempt = Run(1, epoch: 2);
        Assert.Empty(Handle(new AdvanceAttempt(attempt, 1, SubtaskPhase.Gone)));
        Assert.Empty(Handle(new DeployAttempt(new AttemptId(_job.Id, 0, 9), 1, _job, "hash", Placement)));
        _now += Lease;
        Handle(new AdvanceAttempt(attempt, 1, SubtaskPhase.Running));
        Assert.Single(Handle(Tick.Instance).OfType<NodeEffect.LeaseLost>());
    }

    [Fact]
    public void A_later_attempt_stops_the_one_before_and_an_earlier_one_is_not_taken()
    {
        var first = Run(1, epoch: 1);
        var effects = Handle(new DeployAttempt(new AttemptId(_job.Id, 0, 2), 1, _job, "hash", Placement));
        Assert.Equal(new NodeEffect.Interrupt(first), Assert.Single(effects.OfType<NodeEffect.Interrupt>()));
        Assert.Equal(2, effects.OfType<NodeEffect.Tell>().Count(t => t.Command is SubtaskProtocol.Stop { Subtask.Attempt: 1 }));
        Assert.Empty(Handle(new DeployAttempt(first, 1, _job, "hash", Placement)).OfType<NodeEffect.Build>());
    }

    [Fact]
    public void An_attempt_that_was_stopped_before_its_deployment_came_is_never_deployed()
    {
        var attempt = new AttemptId(_job.Id, 0, 1);
        var report = Assert.Single(Handle(new AdvanceAttempt(attempt, 1, SubtaskPhase.Gone)).OfType<NodeEffect.Report>());
        Assert.False(report.Message.IsKnown);
        var late = Assert.Single(Handle(new DeployAttempt(attempt, 1, _job, "hash", Placement)));
        Assert.NotNull(Assert.IsType<NodeEffect.Report>(late).Message.Failure);
        Assert.Empty(_core.Running);
    }

    [Fact]
    public void A_graph_that_is_built_after_the_attempt_was_stopped_brings_no_subtask_into_being()
    {
        var attempt = new AttemptId(_job.Id, 0, 1);
        Assert.Single(Handle(new DeployAttempt(attempt, 1, _job, "hash", Placement)).OfType<NodeEffect.Build>());
        Handle(new AdvanceAttempt(attempt, 1, SubtaskPhase.Gone));
        Assert.Equal([new NodeEffect.Release(attempt)], Handle(new GraphBuilt(new AttemptDeployment(attempt, Graph, Placement))));
    }

    [Fact]
    public void A_finish_that_is_repeated_is_no_failure()
    {
        var attempt = Run(1, epoch: 1);
        foreach (var subtask in Subtasks(1)) Handle(new SubtaskProtocol.Finishing(subtask, new Dictionary<string, AccumulatorValue>()));
        Assert.Equal(2, Handle(new AdvanceAttempt(attempt, 1, SubtaskPhase.Finished)).OfType<NodeEffect.Tell>().Count(t => t.Command is SubtaskProtocol.Finish));
        foreach (var subtask in Subtasks(1))
        {
            Handle(new SubtaskProtocol.Finished(subtask, new Dictionary<string, AccumulatorValue>()));
            Handle(new SubtaskGone(subtask));
        }

        for (var again = 0; again < 3; again++)
        {
            var effects = Handle(new AdvanceAttempt(attempt, 1, SubtaskPhase.Finished));
            var report = Assert.Single(effects.OfType<NodeEffect.Report>()).Message;
            Assert.Equal((SubtaskPhase.Finished, null), (report.Reached, report.Failure));
            Assert.Empty(effects.OfType<NodeEffect.Tell>());
        }
    }

    [Fact]
    public void What_an_entity_says_that_came_into_being_for_a_finish_that_was_late_is_no_failure()
    {
        var attempt = Run(1, epoch: 1);
        Handle(new AdvanceAttempt(attempt, 1, SubtaskPhase.Finished));
        var (first, second) = (Subtasks(1)[0], Subtasks(1)[1]);
        foreach (var subtask in Subtasks(1)) Handle(new SubtaskProtocol.Finishing(subtask, new Dictionary<string, AccumulatorValue>()));
        Handle(new SubtaskProtocol.Finished(first, new Dictionary<string, AccumulatorValue>()));
        Handle(new SubtaskGone(first));
        Assert.Empty(Handle(new SubtaskProtocol.Stopped(first)));
        Assert.Empty(Handle(new SubtaskProtocol.Failed(first, new SubtaskFailure(FailureKind.Code, null, "T", "late", "late"))));
        var report = Assert.Single(Handle(new SubtaskProtocol.Finished(second, new Dictionary<string, AccumulatorValue>())).OfType<NodeEffect.Report>()).Message;
        Assert.Equal((SubtaskPhase.Finished, null), (report.Reached, report.Failure));
    }

    private AttemptId Run(int number, long epoch)
    {
        var attempt = new AttemptId(_job.Id, 0, number);
        Handle(new DeployAttempt(attempt, epoch, _job, "hash", Placement));
        Handle(new GraphBuilt(new AttemptDeployment(attempt, Graph, Placement)));
        foreach (var subtask in Subtasks(number)) Handle(new SubtaskProtocol.Deployed(subtask));
        Handle(new AdvanceAttempt(attempt, epoch, SubtaskPhase.Ready));
        foreach (var subtask in Subtasks(number)) Handle(new SubtaskProtocol.Ready(subtask));
        Handle(new AdvanceAttempt(attempt, epoch, SubtaskPhase.Running));
        foreach (var subtask in Subtasks(number)) Handle(new SubtaskProtocol.Running(subtask));
        return attempt;
    }

    private SubtaskId[] Subtasks(int attempt) => [new(_job.Id, attempt, 0, 0), new(_job.Id, attempt, 0, 1)];

    private IReadOnlyList<NodeEffect> Handle(object message) => _core.Handle(message, _now);
}
