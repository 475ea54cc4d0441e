using FlowActors.Runtime.Tests.Cluster;

namespace FlowActors.Runtime.Tests.Jobs;

/// <summary>Asynchronous callbacks at the end of a stream.</summary>
[Collection("cluster")]
public sealed class CallbackJobsTests
{
    [Fact]
    public async Task Every_record_is_handed_over_before_the_job_has_ended_and_no_more_at_once_than_is_said()
    {
        await using var host = await FlowActorsHost.StartEmbeddedAsync();
        var env = host.CreateEnvironment().SetParallelism(2);
        var numbers = env.FromSequence(1, 20_000);
        long one = 0, batched = 0, largest = 0;
        int underWay = 0, most = 0;
        numbers.ForEachAsync(
            async (value, cancelled) =>
            {
                InterlockedMax(ref most, Interlocked.Increment(ref underWay));
                await Task.Yield();
                Interlocked.Add(ref one, value);
                Interlocked.Decrement(ref underWay);
            },
            callsMax: 7);
        numbers.ForEachBatchAsync(
            async (batch, cancelled) =>
            {
                await Task.Yield();
                Interlocked.Add(ref batched, batch.Sum());
                lock (host) largest = Math.Max(largest, batch.Count);
            },
            batchRecordsMax: 50);
        await env.RunAsync("callbacks").WaitAsync(Patience.Limit);
        Assert.Equal((200_010_000L, 200_010_000L), (one, batched));
        Assert.InRange(most, 1, 14);
        Assert.InRange(largest, 1, 50);
    }

    [Fact]
    public async Task A_call_that_fails_fails_the_job_and_names_the_operator()
    {
        await using var host = await FlowActorsHost.StartEmbeddedAsync();
        var env = host.CreateEnvironment().SetParallelism(1).SetRestartStrategy(RestartStrategy.None);
        env.FromSequence(1, 10).ForEachAsync(async (value, _) =>
        {
            await Task.Yield();
            if (value == 7) throw new FormatException("seven");
        }).WithName("service");
        var e = await Assert.ThrowsAsync<JobFailedException>(() => env.RunAsync("fails").WaitAsync(Patience.Limit));
        Assert.Equal(("service", "seven"), (e.Failure.Operator, e.InnerException!.Message));
    }

    [Fact]
    public async Task A_cancel_ends_calls_by_their_token()
    {
        await using var host = await FlowActorsHost.StartEmbeddedAsync();
        var env = host.CreateEnvironment().SetParallelism(1);
        var called = new TaskCompletionSource();
        env.Generate(null, i => i).ForEachBatchAsync(async (_, cancelled) =>
        {
            called.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancelled);
        });
        var job = await env.ExecuteAsync("cancelled");
        await called.Task.WaitAsync(Patience.Limit);
        await job.CancelAsync();
        await Assert.ThrowsAsync<JobCancelledException>(() => job.WaitForEndAsync().WaitAsync(Patience.Limit));
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = Volatile.Read(ref most); value > seen; seen = Volatile.Read(ref most)) Interlocked.CompareExchange(ref most, value, seen);
    }
}
