using System.Diagnostics;
using FlowActors.Functions;
using FlowActors.Runtime.Tests.Cluster;
using FlowActors.Runtime.Tests.Hosting;

namespace FlowActors.Runtime.Tests.Jobs;

/// <summary>A sink that stands still: everything before it stands still too, in bounded memory, and can be cancelled.</summary>
[Collection("cluster")]
public sealed class BackpressureTests
{
    private const int Huge = 10_000_000;
    private const int Many = 1_000_000; // twenty times what can be under way
    private static readonly TimeSpan CancelLimit = TimeSpan.FromSeconds(3); // it takes well below 1 s on an idle machine

    [Fact]
    public async Task A_sink_that_stands_still_stops_the_source()
    {
        await using var host = await FlowActorsHost.StartEmbeddedAsync();
        using var block = new Block();
        var made = 0L;
        var env = host.CreateEnvironment().SetParallelism(1);
        env.Generate(null, i => Interlocked.Increment(ref made)).Rebalance().ForEach(block.Wait).DisableChaining();
        var job = await env.ExecuteAsync("stands still");
        await block.Reached(1);
        var stopped = await StandsStill(job, () => Interlocked.Read(ref made));
        // Four batches under way, one being read, one open, one in overdraft, and the small first ones.
        Assert.InRange(stopped, 1, 8 * 1024);
        await CancelAsync(job);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task One_call_that_emits_ten_million_records_stays_in_bounded_memory_and_can_be_cancelled(bool collector)
    {
        await using var host = await FlowActorsHost.StartEmbeddedAsync();
        using var block = new Block();
        var made = 0L;
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var env = host.CreateEnvironment().SetParallelism(1);
        var start = env.FromElements(1L);
        var many = collector
            ? start.FlatMap<long>((_, output) => Emit(output, Huge, ref made))
            : start.FlatMap(_ => Enumerable.Range(0, Huge).Select(i => Interlocked.Increment(ref made)));
        many.Rebalance().ForEach(block.Wait).DisableChaining();
        var job = await env.ExecuteAsync("ten million");
        await block.Reached(1);
        var stopped = await StandsStill(job, () => Interlocked.Read(ref made));
        // The collector form has its overdraft besides: 32 batches and one for each channel.
        Assert.InRange(stopped, 1, 48 * 1024);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 32 << 20);
        await CancelAsync(job);
    }

    [Fact]
    public async Task A_million_records_of_one_call_all_arrive_at_a_sink_that_goes_on()
    {
        await using var host = await FlowActorsHost.StartEmbeddedAsync();
        var ignored = 0L;
        var sum = 0L;
        var env = host.CreateEnvironment().SetParallelism(1);
        env.FromElements(1L).FlatMap<long>((_, output) => Emit(output, Many, ref ignored)).Rebalance().ForEach(x => sum += x).DisableChaining();
        await (await env.ExecuteAsync("all arrive")).WaitForEndAsync().WaitAsync(Patience.Limit);
        Assert.Equal(Many * (Many + 1L) / 2, sum);
    }

    private static void Emit(Collector<long> output, int count, ref long made)
    {
        for (var i = 1L; i <= count; i++)
        {
            Volatile.Write(ref made, i);
            output.Collect(i);
        }
    }

    // Until two looks in a row, each a round trip through the cluster, see the same number and an output that is full.
    private static async Task<long> StandsStill(IJobClient job, Func<long> made)
    {
        using var limit = new CancellationTokenSource(Patience.Limit);
        var last = -1L;
        while (true)
        {
            var metrics = await job.GetMetricsAsync(limit.Token);
            var now = made();
            if (now == last && metrics.Any(m => m.Values["overdraftBatches"] > 0)) return now;
            last = now;
        }
    }

    private static async Task CancelAsync(IJobClient job)
    {
        var watch = Stopwatch.StartNew();
        await job.CancelAsync();
        await Assert.ThrowsAsync<JobCancelledException>(() => job.WaitForEndAsync().WaitAsync(Patience.Limit));
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, CancelLimit);
    }
}
