using FlowActors.Runtime.Control;
using FlowActors.Runtime.Control.Coordination;
using FlowActors.Runtime.Subtasks;
using FlowActors.Runtime.Subtasks.Deployment;
using FlowActors.Runtime.Tests.Control.Simulation;
using FlowActors.Runtime.Transport;
using static FlowActors.Runtime.Control.Nodes.NodeAgentProtocol;

namespace FlowActors.Runtime.Tests.Control;

/// <summary>Single steps of an attempt on two nodes; whole lives are under <see cref="ControlScheduleTests"/>.</summary>
public sealed class RegionAttemptTests
{
    private static readonly TimeSpan Lease = ControlSimulation.Settings.Lease;
    private readonly List<(string Node, IAttemptCommand Command)> _sent = [];
    private readonly AttemptStart _start = new(
        new AttemptId(JobId.Create(), 0, 1),
        1,
        2,
        new JobSpec(JobId.Create(), "job", null, new Dictionary<string, string>()),
        "hash",
        new AttemptPlacement([new NodePlace("quick", "run", default), new NodePlace("slow", "run", default)], ["0", "1"], [0, 1]));

    private DateTimeOffset _now = DateTimeOffset.UnixEpoch;

    [Theory]
    [InlineData(nameof(SubtaskPhase.Deployed))]
    [InlineData(nameof(SubtaskPhase.Ready))]
    [InlineData(nameof(SubtaskPhase.Running))]
    public void A_node_that_waits_for_a_slow_one_keeps_its_lease(string phaseOfQuick)
    {
        var reached = Enum.Parse<SubtaskPhase>(phaseOfQuick);
        var attempt = RegionAttempt.Deploy(_start, ControlSimulation.Settings, (node, command) => _sent.Add((node, command)), _now);
        for (var phase = SubtaskPhase.Deployed; phase <= reached; phase++)
        {
            Assert.Null(attempt.On(Report("quick", phase), _now));
            if (phase < reached) Assert.Null(attempt.On(Report("slow", phase), _now));
        }

        var heard = _now;
        for (var end = _now + (3 * Lease); _now < end;)
        {
            _now = attempt.WakeAt!.Value;
            _sent.Clear();
            Assert.Null(attempt.Tick(_now));
            if (_sent.Any(s => s.Node == "quick"))
            {
                Assert.InRange(_now - heard, TimeSpan.Zero, Lease * 0.7);
                heard = _now;
            }

            foreach (var (node, _) in _sent) Assert.Null(attempt.On(Report(node, node == "quick" ? reached : reached - 1), _now));
        }

        Assert.InRange(_now - heard, TimeSpan.Zero, Lease * 0.7);
    }

    [Fact]
    public void An_attempt_that_has_finished_sends_nothing_and_loses_nobody_however_long_others_take_to_commit()
    {
        var attempt = RegionAttempt.Deploy(_start, ControlSimulation.Settings, (node, command) => _sent.Add((node, command)), _now);
        for (var phase = SubtaskPhase.Deployed; phase <= SubtaskPhase.Finishing; phase++)
        {
            foreach (var node in (string[])["quick", "slow"]) Assert.Null(attempt.On(Report(node, phase), _now));
        }

        attempt.Commit(_now);
        foreach (var node in (string[])["quick", "slow"]) Assert.Null(attempt.On(Report(node, SubtaskPhase.Finished), _now));
        Assert.IsType<AttemptState.Finished>(attempt.State);
        _sent.Clear();
        for (var i = 0; i < 100; i++) Assert.Null(attempt.Tick(_now += Lease / 10));
        Assert.Empty(_sent);
        Assert.Null(attempt.WakeAt);
    }

    [Fact]
    public void A_wait_for_an_answer_that_is_set_longer_than_the_lease_costs_no_lease()
    {
        var settings = ControlSimulation.Settings with { RetryInterval = TimeSpan.FromHours(1) };
        var attempt = RegionAttempt.Deploy(_start, settings, (_, _) => { }, _now);
        Assert.InRange(attempt.WakeAt!.Value - _now, TimeSpan.Zero, Lease / 3);
        attempt.Stop(_now);
        Assert.InRange(attempt.RetryAt - _now, TimeSpan.Zero, Lease / 3);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_attempt_that_an_earlier_coordinator_has_stopped_is_not_taken_up(bool wasCommitting)
    {
        var attempt = RegionAttempt.Attach(_start, wasCommitting, ControlSimulation.Settings, (_, _) => { }, _now);
        Assert.Null(attempt.On(Report("quick", SubtaskPhase.Running), _now));
        var failure = attempt.On(Report("slow", SubtaskPhase.Gone) with { IsStopping = true }, _now);
        Assert.Contains("was told to stop", failure!.Cause.Message, StringComparison.Ordinal);
        Assert.IsType<AttemptState.Attaching>(attempt.State);
    }

    private AttemptReport Report(string node, SubtaskPhase reached) => new(_start.Attempt, node, "run", true, reached, null, null, IsStopping: false);
}
