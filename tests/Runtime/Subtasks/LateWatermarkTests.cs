using FlowActors.Graph;
using FlowActors.Operators;
using FlowActors.Runtime.Tests.Exchange;

namespace FlowActors.Runtime.Tests.Subtasks;

/// <summary>An operator of a user's own may emit watermarks that go back: the next subtask ignores them, and says so.</summary>
public sealed class LateWatermarkTests
{
    [Fact]
    public void They_are_counted_where_they_arrive()
    {
        var env = new StreamExecutionEnvironment(new JobSettings { Parallelism = 1 });
        env.FromElements(10L, 20L, 15L, 20L, 12L, 30L).Transform("Watermarks", () => new Emitting()).Rebalance().Discard();
        using var job = new LocalJob(env, new LocalJobSettings(), new RecordingScope(), _ => { });
        job.Open();
        while (!job.Subtasks.All(s => s.Run() == Progress.Done))
        {
        }

        Assert.Equal(0, job.Subtasks[0].Figures.Metrics()["numLateWatermarks"]);
        Assert.Equal(2, job.Subtasks[^1].Figures.Metrics()["numLateWatermarks"]);
    }

    private sealed class Emitting : OneInputOperator<long, long>
    {
        // The source says nothing of event time, and is idle.
        public override void Status(bool active) => EventTime.Status(true);

        public override void Collect(long value, long timestamp)
        {
            Output.Collect(value, timestamp);
            EventTime.Watermark(value);
        }
    }
}
