using System.Diagnostics;
using FlowActors.Graph;
using FlowActors.Operators;
using FlowActors.Runtime.Subtasks.Metrics;

namespace FlowActors.Runtime.Tests.Subtasks;

public sealed class BarrierPausesTests
{
    private static readonly long Millisecond = Stopwatch.Frequency / 1_000;

    [Fact]
    public void A_pause_lasts_from_the_first_barrier_to_the_next_record()
    {
        var pauses = new BarrierPauses();
        pauses.Begin(10 * Millisecond);
        pauses.Begin(15 * Millisecond);
        Assert.True(pauses.IsOpen);
        pauses.End(30 * Millisecond);
        pauses.Begin(100 * Millisecond);
        pauses.End(103 * Millisecond);

        Assert.False(pauses.IsOpen);
        Assert.Equal((2, 3.0, 20.0), (pauses.Count, Math.Round(pauses.LastMs, 3), Math.Round(pauses.LongestMs, 3)));
    }

    [Fact]
    public void A_barrier_counts_at_each_subtask_once_a_record_has_followed_it()
    {
        var env = new StreamExecutionEnvironment(new JobSettings { Parallelism = 1 });
        env.FromSequence(1, 3).Rebalance().SinkTo(new RecordingSink<long>());
        using var job = new LocalJob(env, new LocalJobSettings { Quantum = TimeSpan.FromDays(1) }, new Exchange.RecordingScope(), _ => { });
        job.Open();
        job.Subtasks[0].EnterBarrier(new(1));
        Assert.Equal([0, 0], Counts(job));
        while (job.Subtasks[0].Run() == Progress.Yielded)
        {
        }

        Assert.Equal([1, 0], Counts(job));
        while (job.Subtasks[1].Run() == Progress.Yielded)
        {
        }

        // All has ended: none follows.
        job.Subtasks[0].EnterBarrier(new(2));
        job.Subtasks[0].Run();
        Assert.Equal([1, 1], Counts(job));
    }

    private static double[] Counts(LocalJob job) => [.. job.Subtasks.Select(s => s.Figures.Metrics()["barrierPauses"])];
}
