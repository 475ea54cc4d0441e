using FlowActors.Functions;
using FlowActors.Operators;

namespace FlowActors.Runtime.Tests.Subtasks;

/// <summary>What many channels take together, and that jobs with next to no bytes for them come to their end.</summary>
[Collection(MemoryOfTheProcess.Name)]
public sealed class ShuffleMemoryTests
{
    private const int Parallelism = 32;
    private const int Channels = Parallelism * Parallelism;

    [Fact]
    public void Jobs_with_the_smallest_budgets_lose_nothing_and_end_under_every_schedule()
    {
        var settings = new LocalJobSettings { FloatingBytes = 0, OpenBytes = 64, BatchRecordsMax = 3, OverdraftBatchesMax = 1 };
        for (var seed = 0; seed < 100; seed++)
        {
            var sink = new RecordingSink<long>();
            new ScheduledJob(seed, settings, (env, job) => env
                .FromSequence(0, 499).WithParallelism(5)
                .PartitionByHash(x => x)
                .FlatMap((long x, Collector<long> output) =>
                {
                    job.MayStop();
                    for (var i = 0; i < 3; i++) output.Collect((x * 3) + i);
                }).WithParallelism(4)
                .PartitionByHash(x => x)
                .SinkTo(sink).WithParallelism(3)).RunToEnd();
            Assert.Equal(Enumerable.Range(0, 1_500).Select(i => (long)i), sink.Records.Order());
        }
    }

    [Fact]
    public void A_shuffle_that_stands_still_takes_what_it_may_and_no_more()
    {
        // What earlier tests let go of while one is measured is gone for the next: the median knows nothing of it.
        var measured = Enumerable.Range(0, 5).Select(_ => Measure()).ToArray();
        Assert.InRange(Median(measured.Select(m => m.Idle)) / Channels, 0, 2_048);

        // At each sender what is open and what waits for a credit, a batch for each channel and a few; at each receiver one batch for
        // each channel and the bytes that they share. Four full batches for each channel would be 134 MB.
        const long Batch = 1 << 10;
        const long Sender = ((2 * Parallelism) + 32) * Batch;
        const long Receiver = (Parallelism * Batch) + (32 << 10);
        Assert.InRange(Median(measured.Select(m => m.Full)), Receiver, (Parallelism * (Sender + Receiver)) + (Channels * 512));
    }

    // What a shuffle takes when it is open, and what it takes more when it stands still because nobody reads.
    private static (long Idle, long Full) Measure()
    {
        var settings = new LocalJobSettings { FloatingBytes = 32 << 10, OpenBytes = 16 << 10, Quantum = TimeSpan.FromDays(1) };
        var before = GC.GetTotalMemory(true);
        using var job = new LocalJob(
            Program(env => env.Generate(long.MaxValue, i => (i, i, i, i)).PartitionByHash(r => r.Item1).Discard()), settings, new Exchange.RecordingScope(), _ => { });
        job.Open();
        var idle = GC.GetTotalMemory(true) - before;
        foreach (var source in job.Subtasks.Where(s => s.Id.Vertex == 0))
        {
            Progress progress;
            do progress = source.Run();
            while (progress == Progress.Yielded);
            Assert.Equal(Progress.OutputFull, progress);
        }

        var full = GC.GetTotalMemory(true) - before - idle;
        GC.KeepAlive(job);
        return (idle, full);
    }

    private static long Median(IEnumerable<long> values) => values.Order().ElementAt(2);

    private static Graph.StreamGraph Program(Action<StreamExecutionEnvironment> build)
    {
        var env = new StreamExecutionEnvironment(new Graph.JobSettings { Parallelism = Parallelism });
        build(env);
        return env.BuildGraph("shuffle");
    }
}
