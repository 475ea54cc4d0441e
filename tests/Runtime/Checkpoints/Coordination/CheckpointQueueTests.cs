using CsCheck;
using FlowActors.Runtime.Checkpoints.Coordination;
using static FlowActors.Runtime.Checkpoints.Coordination.CheckpointMessages;

namespace FlowActors.Runtime.Tests.Checkpoints.Coordination;

/// <summary>What is asked for while there is no room waits for its turn.</summary>
public sealed class CheckpointQueueTests
{
    [Fact]
    public void What_waits_begins_before_what_the_interval_asks_for_savepoints_first()
    {
        var driver = new CheckpointDriver();
        driver.Pass(10);
        driver.Request(CheckpointKind.Checkpoint, 1);
        driver.Request(CheckpointKind.Savepoint, 2);
        driver.Request(CheckpointKind.Checkpoint, 3);
        driver.Pass(30);
        driver.Complete(1);
        driver.Complete(2, CheckpointKind.Savepoint);
        Assert.Equal(2, Assert.Single(driver.Got<CheckpointEffect.Answer>()).Request);
        driver.Complete(3);
        Assert.Equal(1, Assert.Single(driver.Got<CheckpointEffect.Answer>()).Request);
        driver.Complete(4);
        Assert.Equal(3, Assert.Single(driver.Got<CheckpointEffect.Answer>()).Request);
        Assert.Null(Assert.Single(driver.Core.Pending).Request);
    }

    [Fact]
    public void Time_in_the_queue_is_none_of_the_timeout()
    {
        var driver = new CheckpointDriver(new CheckpointSettings { Timeout = TimeSpan.FromSeconds(30) });
        driver.Request(CheckpointKind.Checkpoint, 1);
        driver.Pass(20);
        driver.Request(CheckpointKind.Checkpoint, 2);
        driver.Pass(10);
        Assert.Equal(1, Assert.Single(driver.Got<CheckpointEffect.Answer>()).Request);
        driver.Pass(29);
        driver.Complete(2);
        Assert.IsType<CheckpointOutcome.Completed>(Assert.Single(driver.Got<CheckpointEffect.Answer>()).Outcome);
    }

    [Fact]
    public void What_waits_is_refused_when_the_job_ends_by_what_was_before_it()
    {
        var driver = new CheckpointDriver();
        driver.Pass(10);
        driver.Request(CheckpointKind.Checkpoint, 1);
        driver.Request(CheckpointKind.StopWithSavepoint, 2);
        driver.Complete(1);
        driver.Complete(2, CheckpointKind.StopWithSavepoint);
        Assert.Equal([(2, null), (1, RefusalReason.JobEnding)], driver.Got<CheckpointEffect.Answer>().Select(a => (a.Request, (a.Outcome as CheckpointOutcome.Refused)?.Reason)));
    }

    [Fact]
    public void Under_every_schedule_each_is_answered_once_and_has_its_turn() => Seeded.Check(Gen.Int, Run, 200);

    private static void Run(int seed)
    {
        var random = new Random(seed);
        var most = random.Next(1, 4);
        var driver = new CheckpointDriver(new CheckpointSettings { Interval = TimeSpan.FromSeconds(10), MaxConcurrent = most, TolerableFailures = 1_000 });
        var (waiting, begun, answered) = (new List<RequestCheckpoint>(), new HashSet<long>(), new HashSet<long>());
        var asked = 0L;
        for (var step = 0; step < 120; step++)
        {
            var before = driver.AllEffects.Count;
            var pending = driver.Core.Pending.ToList();
            switch (random.Next(10))
            {
                case < 5:
                    var kind = (CheckpointKind)random.Next(2);
                    waiting.Add(new RequestCheckpoint(++asked, kind, null));
                    driver.Request(kind, asked);
                    break;
                case < 7 when pending.Count > 0:
                    var one = pending[random.Next(pending.Count)];
                    driver.Complete(one.Id, one.Kind);
                    break;
                case 7 when pending.Count > 0:
                    driver.Say(new Declined(pending[random.Next(pending.Count)].Id, driver.Started, new(0, 0), IsAsyncPhase: random.Next(2) == 0, "chance"));
                    break;
                case 8 when random.Next(5) == 0:
                    driver.Say(new RegionStopped(0, driver.Started));
                    // None is left: those under way and those that waited are told so.
                    Assert.All(waiting, r => Assert.Contains(new CheckpointEffect.Answer(r.Request, new CheckpointOutcome.Refused(RefusalReason.NotAllRunning)), driver.Effects));
                    Assert.Equal(0, driver.Core.UnderWay);
                    waiting.Clear();
                    driver.Say(new RegionStarted(0, ++driver.Started, []));
                    break;
                default: driver.Pass(random.Next(1, 8)); break;
            }

            foreach (var request in driver.Core.Pending.Select(p => p.Request).OfType<long>().Where(begun.Add)) TakeTurn(waiting, request);
            // One may have begun and ended within the step; none has.
            foreach (var answer in driver.AllEffects.Skip(before).OfType<CheckpointEffect.Answer>()) Assert.True(answered.Add(answer.Request), $"{answer.Request} is answered twice.");
            Assert.True(waiting.Count == 0 || driver.Core.UnderWay == most, "One waits though there is room.");
        }

        while (driver.Core.Pending.FirstOrDefault(p => p.Request is not null) is { } left) driver.Complete(left.Id, left.Kind);
        answered.UnionWith(driver.AllEffects.OfType<CheckpointEffect.Answer>().Select(a => a.Request));
        Assert.Equal(asked, answered.Count);
    }

    private static void TakeTurn(List<RequestCheckpoint> waiting, long request)
    {
        var next = waiting.Find(r => r.Kind == CheckpointKind.Savepoint) ?? waiting[0];
        Assert.Equal(next.Request, request);
        waiting.Remove(next);
    }
}
