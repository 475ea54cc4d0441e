using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Checkpoints.Restoring;
using FlowActors.Runtime.Control.Coordination;
using FlowActors.Runtime.Subtasks.Deployment;
using static FlowActors.Runtime.Checkpoints.Coordination.CheckpointMessages;
using static FlowActors.Runtime.Control.Nodes.NodeAgentProtocol;

namespace FlowActors.Runtime.Tests.Control;

/// <summary>The sources of attempts whose coordinator was lost, with their enumerators, when the next one takes a checkpoint.</summary>
public sealed class TakenUpSourcesTests
{
    private readonly JobDriver _driver = new(takesCheckpoints: true, isFixed: false) { HasAssignedAll = true };

    [Fact]
    public void An_enumerator_that_had_assigned_all_is_made_anew_from_the_last_checkpoint()
    {
        Complete();
        _driver.Begin();
        Complete();
        var asked = _driver.Effects.OfType<CoordinatorEffect.SnapshotEnumerator>().TakeLast(2).ToList();
        Assert.All(asked, a => Assert.True(a.HasAssignedAll));
        Assert.All(asked, a => Assert.Equal(new RestoreFrom(1, null), a.Restore));
        // Once more, by the next one.
        _driver.Begin();
        Complete();
        GoesOn();
    }

    [Fact]
    public void One_that_had_not_is_lost()
    {
        _driver.HasAssignedAll = false;
        Complete();
        _driver.Begin();
        _driver.HasAssignedAll = true;
        IsLost();
    }

    [Fact]
    public void One_of_which_no_checkpoint_tells_is_lost()
    {
        _driver.Begin();
        IsLost();
    }

    [Fact]
    public void One_of_other_code_may_find_more_splits_and_is_lost()
    {
        Complete();
        _driver.Begin(isResumed: true);
        _driver.Begin();
        IsLost();
    }

    [Fact]
    public void An_attempt_that_began_with_such_a_checkpoint_goes_on_too()
    {
        _driver.Rescale(2);
        _driver.Complete();
        var attempts = _driver.Attempts;
        _driver.Begin();
        Complete();
        GoesOn();
        Assert.Equal(attempts, _driver.Attempts);
    }

    [Fact]
    public void A_reader_of_such_an_attempt_that_still_asks_is_answered_by_an_enumerator_that_is_made_anew()
    {
        _driver.Rescale(2);
        _driver.Complete();
        _driver.Begin();
        Ask();
        Assert.Equal(new RestoreFrom(1, null), Assert.Single(_driver.Effects.OfType<CoordinatorEffect.ToEnumerator>()).Restore);
        GoesOn();
    }

    [Fact]
    public void A_reader_that_asks_for_what_nobody_knows_fails_its_attempt()
    {
        Complete();
        _driver.Begin();
        Ask();
        Assert.Single(_driver.Core.Record.Failures);
    }

    [Fact]
    public void A_vertex_that_is_another_one_at_another_parallelism_may_have_splits_left()
    {
        Complete();
        var before = _driver.Core.Record;
        var shape = before.Shape! with { Checkpoints = before.Shape.Checkpoints! with { Vertices = [before.Shape.Checkpoints.Vertices[1] with { Id = 0 }, before.Shape.Checkpoints.Vertices[1]] } };
        var after = before.Apply(new CoordinatorEvents.Rescaled(RescaleCause.Requested, 1, 2, 1, default, before.Job!, shape));
        Assert.Equal([0, 1], before.Checkpoints.Latest!.AssignedAll!);
        Assert.Equal([1], after.Checkpoints.Latest!.AssignedAll!);
    }

    private void Ask() => _driver.Say(new ReaderReport(new AttemptId(_driver.Core.Record.Job!.Id, 0, _driver.Attempts.First), "a", 0, 0, 0, 0, 0));

    private void Complete()
    {
        _driver.Say(new RequestCheckpoint(1, CheckpointKind.Checkpoint, null));
        _driver.Complete();
    }

    private void GoesOn() => Assert.Empty(_driver.Core.Record.Failures);

    private void IsLost()
    {
        _driver.Say(new RequestCheckpoint(1, CheckpointKind.Checkpoint, null));
        Assert.Contains("with it the enumerator of a source", Assert.Single(_driver.Core.Record.Failures).Cause.Message, StringComparison.Ordinal);
    }
}
