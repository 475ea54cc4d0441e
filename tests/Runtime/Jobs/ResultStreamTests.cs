using FlowActors.Runtime.Tests.Cluster;
using FlowActors.Runtime.Tests.Hosting;

namespace FlowActors.Runtime.Tests.Jobs;

/// <summary>Programs that are run for the records of a stream.</summary>
[Collection("cluster")]
public sealed class ResultStreamTests : IAsyncLifetime
{
    private FlowActorsHost _host = null!;
    private StreamExecutionEnvironment _env = null!;

    public async Task InitializeAsync()
    {
        _host = await FlowActorsHost.StartEmbeddedAsync();
        _env = _host.CreateEnvironment().SetParallelism(2);
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task All_results_come_and_the_program_stays_as_it_was()
    {
        var stream = _env.FromSequence(1, 10_000).Map(x => x * 2);
        for (var run = 0; run < 2; run++)
        {
            var results = await stream.ExecuteAndCollectAsync("all").WaitAsync(Patience.Limit);
            Assert.Equal(Enumerable.Range(1, 10_000).Select(x => x * 2L), results.Order());
        }

        Assert.Contains("has no sink", Assert.Throws<JobValidationException>(() => _env.BuildGraph("none")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_limit_takes_so_many_of_an_endless_stream_and_all_of_a_shorter_one()
    {
        var endless = await _env.Generate(null, i => i).ExecuteAndCollectAsync("endless", 5_000).WaitAsync(Patience.Limit);
        Assert.Equal(5_000, endless.Distinct().Count());
        var another = _host.CreateEnvironment();
        Assert.Equal([1L, 2L], (await another.FromElements(1L, 2L).ExecuteAndCollectAsync("short", 3).WaitAsync(Patience.Limit)).Order());
    }

    [Fact]
    public async Task A_loop_reads_every_record_of_a_running_job_once()
    {
        var sum = 0L;
        var count = 0;
        await foreach (var value in _env.FromSequence(1, 100_000).ExecuteAndIterateAsync("loop"))
        {
            sum += value;
            count++;
        }

        Assert.Equal((100_000, 5_000_050_000), (count, sum));
    }

    [Fact]
    public async Task A_loop_that_lags_behind_stops_the_job_also_within_one_call_of_user_code()
    {
        var made = 0;
        var stream = _env.FromElements(0).FlatMap<int>((_, output) =>
        {
            for (var i = 0; i < 100_000; i++)
            {
                Volatile.Write(ref made, i);
                output.Collect(i);
            }
        });
        var read = 0;
        await foreach (var value in stream.ExecuteAndIterateAsync("lags"))
        {
            Assert.Equal(read++, value);
            // The channel, and as many again that one call may emit.
            Assert.InRange(Volatile.Read(ref made), value, value + 3 * 1_024);
        }

        Assert.Equal(100_000, read);
    }

    [Fact]
    public async Task Leaving_the_loop_cancels_the_job_and_waits_for_its_end()
    {
        using var block = new Block();
        var ended = new TaskCompletionSource();
        await foreach (var value in _env.Generate(null, i => i).Process(() => new Telling<long>(ended)).ExecuteAndIterateAsync("left"))
        {
            if (value > 100) break;
        }

        Assert.True(ended.Task.IsCompleted);
    }

    [Fact]
    public async Task A_failing_job_throws_in_the_loop_and_is_not_restarted()
    {
        var attempts = 0;
        _env.SetRestartStrategy(new RestartStrategy.FixedDelay(3, TimeSpan.Zero)).SetParallelism(1);
        var stream = _env.FromSequence(1, 10).Map(x =>
        {
            if (x == 1) Interlocked.Increment(ref attempts);
            return x == 5 ? throw new FormatException("five") : x;
        });
        var seen = new List<long>();
        var e = await Assert.ThrowsAsync<JobFailedException>(async () =>
        {
            await foreach (var value in stream.ExecuteAndIterateAsync("fails")) seen.Add(value);
        });
        Assert.Equal("five", Assert.IsType<FormatException>(e.InnerException).Message);
        Assert.Equal([1, 2, 3, 4], seen);
        Assert.Equal(1, attempts);
    }

    [Fact]
    public async Task A_token_cancels_the_job_and_throws_in_the_loop()
    {
        using var cancel = new CancellationTokenSource();
        var ended = new TaskCompletionSource();
        var stream = _env.Generate(null, i => i).Process(() => new Telling<long>(ended));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var value in stream.ExecuteAndIterateAsync("cancelled").WithCancellation(cancel.Token)) await cancel.CancelAsync();
        });
        Assert.True(ended.Task.IsCompleted);
    }

    [Fact]
    public async Task RunAsync_waits_for_the_end_and_tells_a_failure()
    {
        _env.FromSequence(1, 100).Discard();
        var result = await _env.RunAsync("good").WaitAsync(Patience.Limit);
        Assert.Equal(100L, result.Accumulators[DataStreamSinks.DiscardedAccumulator]);
        var failing = _host.CreateEnvironment().SetRestartStrategy(RestartStrategy.None);
        failing.FromElements(1).ForEach((Action<int>)(_ => throw new FormatException("no")));
        await Assert.ThrowsAsync<JobFailedException>(() => failing.RunAsync("bad").WaitAsync(Patience.Limit));
    }

    [Fact]
    public async Task RunAsync_cancels_the_job_with_its_token()
    {
        using var cancel = new CancellationTokenSource();
        var ended = new TaskCompletionSource();
        var began = new TaskCompletionSource();
        _env.Generate(null, i => i).Process(() => new Telling<long>(ended)).ForEach(_ => began.TrySetResult());
        var run = _env.RunAsync("cancelled", cancel.Token);
        await began.Task.WaitAsync(Patience.Limit);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.WaitAsync(Patience.Limit));
        await ended.Task.WaitAsync(Patience.Limit);
    }

    /// <summary>Hands records on, and tells when it is closed.</summary>
    private sealed class Telling<T>(TaskCompletionSource closed) : Functions.ProcessFunction<T, T>
    {
        public override void ProcessElement(T value, Functions.IProcessContext context, Functions.Collector<T> output) => output.Collect(value);

        public override void Close() => closed.TrySetResult();
    }
}
