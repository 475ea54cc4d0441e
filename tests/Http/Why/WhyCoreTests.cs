using FlowActors.Http.Why;
using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Control.Nodes;
using static FlowActors.Http.Tests.Why.Sights;

namespace FlowActors.Http.Tests.Why;

/// <summary>Figures in, findings out.</summary>
public sealed class WhyCoreTests
{
    private static readonly Dictionary<string, (Sights Sights, string[] Found)> s_cases = new()
    {
        ["a job that has little to do"] = (new Sights(), []),
        ["who is busy presses nobody back"] = (new Sights { Details = Of(((2, 0), Time(0.99, 0))) }, []),
        ["the first that is not pressed back itself is at fault"] =
            (new Sights { Details = Of(((0, 0), Time(0.1, 0.9)), ((1, 0), Time(0.4, 0.6)), ((2, 0), Time(1, 0))) }, ["backPressure c 0"]),
        ["who is pressed back up to a tenth is well"] = (new Sights { Details = Of(((1, 0), Time(0.4, 0.1)), ((2, 0), Time(1, 0))) }, []),
        ["who is not busy is not at fault"] = (new Sights { Details = Of(((1, 0), Time(0.4, 0.5)), ((2, 0), Time(0.1, 0))) }, []),
        ["who has ended holds nobody back"] = (new Sights { Details = Of(((0, 0), Ended(Time(0.1, 0.9))), ((1, 0), Ended(d => Call("b", 6_000)(Time(1, 0)(d))))) }, []),
        ["the busiest subtask is named"] =
            (new Sights { Parallelism = 3, Details = Of(((1, 0), Time(0.1, 0.9)), ((2, 1), Time(0.8, 0)), ((2, 2), Time(0.5, 0))) }, ["backPressure c 1"]),
        ["a long call comes before what follows from it"] =
            (new Sights { Details = Of(((0, 0), Time(0.1, 0.9)), ((1, 0), d => Call("b", 6_000)(Time(1, 0)(d)))), Pending = [Waiting(6, PendingStage.Subtasks, (1, 0), (2, 0))] },
            ["longCall b 0", "backPressure b 0", "checkpointWaits b 0 #7"]),
        ["a call that is short is none"] = (new Sights { Details = Of(((1, 0), Call("b", 4_999))) }, []),
        ["a checkpoint that is young does not wait"] = (new Sights { Pending = [Waiting(4, PendingStage.Subtasks, (1, 0))] }, []),
        ["a checkpoint waits for the first that lacks it"] =
            (new Sights { Parallelism = 2, Pending = [Waiting(60, PendingStage.Subtasks, (1, 0), (1, 1), (2, 0), (2, 1))] }, ["checkpointWaits b - #7"]),
        ["a checkpoint waits for whom back-pressure comes from"] =
            (new Sights { Details = Of(((0, 0), Time(0.1, 0.9)), ((1, 0), Time(1, 0))), Pending = [Waiting(60, PendingStage.Subtasks, (0, 0), (1, 0), (2, 0))] },
            ["backPressure b 0", "checkpointWaits b 0 #7"]),
        ["a checkpoint waits for enumerators"] = (new Sights { Pending = [Waiting(60, PendingStage.Enumerators)] }, ["checkpointWaits - - #7"]),
        ["a checkpoint waits for its metadata"] = (new Sights { Pending = [Waiting(60, PendingStage.Metadata)] }, ["checkpointWaits - - #7"]),
        ["a split holds the others"] =
            (new Sights { Details = Of(((0, 0), Reads(Split("x", 10, 9_000), Split("y", 99, 0)))) }, ["watermarkHeld a 0 x"]),
        ["a split that is idle holds nobody"] =
            (new Sights { Details = Of(((0, 0), Reads(Split("x", 10, 9_000, isActive: false), Split("y", 99, 0)))) }, []),
        ["a split without a watermark holds, too"] =
            (new Sights { Details = Of(((0, 0), Reads(Split("x", long.MinValue, 9_000), Split("y", 99, 0)))) }, ["watermarkHeld a 0 x"]),
        ["a split that was slow a moment ago does not hold"] =
            (new Sights { Details = Of(((0, 0), Reads(Split("x", 10, 900), Split("y", 99, 0)))) }, []),
        ["a channel is followed up to the split"] =
            (new Sights
            {
                Parallelism = 2,
                Details = Of(
                    ((0, 0), Reads(Split("x", 99, 0))), ((0, 1), Reads(Split("y", 10, 9_000))),
                    ((1, 0), Reads(Channel(0, 0, 99, 0))), ((1, 1), Reads(Channel(0, 1, 10, 9_000))),
                    ((2, 0), Reads(Channel(1, 0, 99, 0), Channel(1, 1, 10, 9_000))), ((2, 1), Reads(Channel(1, 0, 99, 0), Channel(1, 1, 10, 9_000)))),
            }, ["watermarkHeld a 1 y"]),
        ["a channel that has ended holds nobody"] =
            (new Sights { Parallelism = 2, Details = Of(((1, 0), Reads(Channel(0, 0, 10, 9_000, hasEnded: true), Channel(0, 1, 99, 0)))) }, []),
        ["a channel without splits before it is told as such"] =
            (new Sights { Parallelism = 2, Details = Of(((1, 0), Reads(Channel(0, 0, 10, 9_000), Channel(0, 1, 99, 0)))) }, ["watermarkHeld a 0"]),
        ["all splits stand"] = (new Sights { Details = Of(((0, 0), Reads(Split("x", 10, 9_000), Split("y", 10, 8_000)))) }, ["watermarkStands a 0 x"]),
        ["all splits are idle"] = (new Sights { Details = Of(((0, 0), Reads(Split("x", 10, 9_000, isActive: false)))) }, ["watermarkStands a 0 x"]),
        ["timers without a watermark"] = (new Sights { Vertices = 2, Metrics = ["op.numFiredTimers"] }, ["noWatermark b -"]),
        ["one subtask has most records"] = (new Sights { Parallelism = 4, Records = [90_000, 4_000, 3_000, 3_000], Details = Of(((2, 0), Time(0.6, 0))) }, ["skew c 0"]),
        ["of two subtasks one has most records"] = (new Sights { Parallelism = 2, Records = [1_000, 9_000], Details = Of(((2, 1), Time(0.6, 0))) }, ["skew c 1"]),
        ["one subtask has most records and time enough"] = (new Sights { Parallelism = 4, Records = [90_000, 4_000, 3_000, 3_000], Details = Of(((2, 0), Time(0.4, 0))) }, []),
        ["one subtask has most records and is pressed back itself"] = (new Sights { Parallelism = 4, Records = [90_000, 4_000, 3_000, 3_000], Details = Of(((2, 0), Time(0.1, 0.9))) }, []),
        ["one subtask has most records and much to do for a moment"] =
            (new Sights { Parallelism = 4, Records = [90_000, 4_000, 3_000, 3_000], Details = Of(((2, 0), Time(1, 0, forSeconds: 4))) }, []),
        ["back-pressure of a moment"] = (new Sights { Details = Of(((1, 0), Time(0.1, 0.9, forSeconds: 4)), ((2, 0), Time(1, 0))) }, []),
        ["a little more is no skew"] = (new Sights { Parallelism = 2, Records = [4_000, 7_000], Details = Of(((2, 1), Time(1, 0))) }, []),
        ["few records say nothing"] = (new Sights { Parallelism = 2, Records = [9_999, 0], Details = Of(((2, 0), Time(1, 0))) }, []),
        ["many subtasks and one with four times the mean"] =
            (new Sights { Parallelism = 32, Records = [40_000, .. Enumerable.Repeat(8_000L, 31)], Details = Of(((2, 0), Time(1, 0))) }, ["skew c 0"]),
        ["a job that was left"] = (new Sights { Status = JobStatus.Suspended }, ["notRunning - -"]),
        ["a job that stands still"] = (new Sights { Status = JobStatus.Suspended, Failures = [Failure(9)] }, ["notRunning op 2"]),
        ["a job that restarts"] = (new Sights { Status = JobStatus.Restarting, Failures = [Failure(9)] }, ["restarting op 2"]),
        ["a job that has failed once runs again"] = (new Sights { Failures = [Failure(9)] }, []),
        ["a job that fails again and again"] = (new Sights { Failures = [Failure(99), Failure(9)] }, ["restarting op 2"]),
        ["a job that has failed long ago runs again"] = (new Sights { Failures = [Failure(9_000), Failure(900)] }, []),
        ["a job that has failed"] = (new Sights { Status = JobStatus.Failed, Reason = "no more", Failures = [Failure(9)], Details = Of(((1, 0), Call("b", 6_000))) }, ["notRunning op 2"]),
        ["a job that has finished"] = (new Sights { Status = JobStatus.Finished, Pending = [Waiting(60, PendingStage.Metadata)] }, []),
        ["a job that does not begin"] = (new Sights { Status = JobStatus.Created }, ["notRunning - -"]),
        ["a job that waits for slots"] = (new Sights { Status = JobStatus.Created, Reason = "It waits for 3 slots." }, ["notRunning - -"]),
        ["a job that waits for slots after a failure"] = (
            new Sights { Status = JobStatus.Restarting, Reason = "It waits for 3 slots.", Failures = [Failure(2)] }, ["notRunning - -", "restarting op 2"]),
        ["a job that waits for slots elsewhere"] = (new Sights { Status = JobStatus.Rescaling, Reason = "It waits for 3 slots." }, ["notRunning - -"]),
    };

    public static TheoryData<string> Cases => [.. s_cases.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Findings_are(string name)
    {
        var (sights, expected) = s_cases[name];
        var found = WhyCore.Find(sights.Sight());
        Assert.Equal(expected, found.Select(f => string.Join(' ', new[] { f.Kind, f.Operator ?? "-", f.Subtask?.ToString(provider: null) ?? "-", f.Split ?? (f.Checkpoint is { } c ? $"#{c}" : "") }).TrimEnd()));
        Assert.All(found, f => Assert.False(string.IsNullOrWhiteSpace(f.Text)));
    }

    [Fact]
    public void What_a_job_waits_for_is_told_as_the_job_manager_says_it()
    {
        var finding = Assert.Single(WhyCore.Find(new Sights { Status = JobStatus.Created, Reason = "It waits for 3 slots. Start another node." }.Sight()));
        Assert.Equal("Its subtasks have no place. It waits for 3 slots. Start another node.", finding.Text);
    }

    [Fact]
    public void Texts_say_where_and_since_when()
    {
        var sights = new Sights { Details = Of(((0, 0), Reads(Split("x", 10, 90_000), Split("y", 99, 0)))) };
        var finding = Assert.Single(WhyCore.Find(sights.Sight()));
        Assert.Equal(Now.AddSeconds(-90), finding.Since);
        Assert.Equal(
            "Split 'x', read by subtask 0 of 'a', stands at the watermark 1970-01-01T00:00:00.010Z since 90 s. It holds the watermark of subtask 0 of 'a', whose other splits are ahead. " +
            "Let it be idle (WithIdleness) when it has nothing.",
            finding.Text);
    }

    [Fact]
    public void Since_when_an_operator_presses_back_and_has_most_of_the_records()
    {
        var sights = new Sights { Parallelism = 2, Records = [1_000, 9_000], Details = Of(((1, 0), Time(0.1, 0.9, 60)), ((1, 1), Time(0.1, 0.9, 70)), ((2, 1), Time(0.99, 0, 80))) };
        var found = WhyCore.Find(sights.Sight());
        Assert.Equal([("backPressure", Now.AddSeconds(-70)), ("skew", Now.AddSeconds(-80))], found.Select(f => (f.Kind, f.Since!.Value)));
        Assert.Contains("'b' before it stands still 90 % of the time, for 70 s now.", found[0].Text, StringComparison.Ordinal);
        Assert.Contains("gets 90 % of the records and is busy 99 % of the time;", found[1].Text, StringComparison.Ordinal);
    }

    private static Dictionary<(int Vertex, int Subtask), Func<SubtaskDetails, SubtaskDetails>> Of(params ((int Vertex, int Subtask) At, Func<SubtaskDetails, SubtaskDetails> Is)[] details) =>
        details.ToDictionary(d => d.At, d => d.Is);
}
