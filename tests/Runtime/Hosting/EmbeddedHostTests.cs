using System.Collections.Concurrent;
using FlowActors.Functions;
using FlowActors.Runtime.Tests.Cluster;
using Microsoft.Extensions.Logging;

namespace FlowActors.Runtime.Tests.Hosting;

/// <summary>Real jobs on embedded hosts.</summary>
[Collection("cluster")]
public sealed class EmbeddedHostTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_keyed_sum_is_right_on_any_number_of_nodes(int nodes)
    {
        await using var host = await FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions { Nodes = nodes });
        var sums = new ConcurrentDictionary<long, long>();
        var env = host.CreateEnvironment().SetParallelism(3);
        env.FromSequence(1, 10_000).Map(x => (Key: x % 7, Sum: x)).KeyBy(x => x.Key).Reduce((a, b) => (a.Key, a.Sum + b.Sum))
            .ForEach(x => sums[x.Key] = Math.Max(x.Sum, sums.GetValueOrDefault(x.Key)));
        var result = await (await env.ExecuteAsync("sum")).WaitForEndAsync().WaitAsync(Patience.Limit);
        Assert.Equal(
            Enumerable.Range(1, 10_000).GroupBy(x => x % 7).ToDictionary(g => (long)g.Key, g => g.Sum(x => (long)x)),
            sums.OrderBy(s => s.Key).ToDictionary(s => s.Key, s => s.Value));
        Assert.True(result.Elapsed > TimeSpan.Zero);
    }

    [Fact]
    public async Task An_empty_data_folder_is_told()
    {
        var error = await Assert.ThrowsAsync<JobValidationException>(() => FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions { DataFolder = " " }));
        Assert.Contains("which is no name of a folder", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("akka.actor.provider = nonsense")]
    [InlineData("akka.cluster.downing-provider-class = nonsense")]
    public async Task A_value_that_only_Akka_can_refuse_is_told_once_and_short(string setting)
    {
        var error = await Assert.ThrowsAsync<JobValidationException>(
            () => FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions { Configuration = setting }));
        Assert.Contains("nonsense", error.Message, StringComparison.Ordinal);
        Assert.Contains("EmbeddedOptions.Configuration", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("flowactors.operator-dispatcher.type = nonsense")]
    [InlineData("flowactors.blocking-dispatcher.executor = nonsense")]
    [InlineData("flowactors.blocking-dispatcher.throughput-deadline-time = nonsense")]
    public async Task A_dispatcher_that_Akka_cannot_make_is_told_before_a_job_needs_it(string setting)
    {
        var error = await Assert.ThrowsAsync<JobValidationException>(
            () => FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions { Configuration = setting }));
        Assert.Contains($"Akka cannot make the dispatcher {setting[..setting.LastIndexOf('.')]}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_running_job_shows_its_subtasks_on_their_nodes()
    {
        await using var host = await FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions { Nodes = 3 });
        using var block = new Block();
        var job = await SubmitAsync(host, 3, block.Wait);
        await block.Reached(3);
        while (await job.GetStatusAsync() != JobStatus.Running) await Task.Yield();
        var metrics = await job.GetMetricsAsync();
        foreach (var vertex in metrics.GroupBy(m => m.Vertex)) Assert.Equal(3, vertex.Select(m => m.Node).Distinct().Count());
        block.Release();
        await job.WaitForEndAsync().WaitAsync(Patience.Limit);
    }

    [Fact]
    public async Task A_function_that_throws_fails_the_job_with_its_own_exception()
    {
        await using var host = await FlowActorsHost.StartEmbeddedAsync();
        var thrown = new FormatException("not a number");
        var job = await SubmitAsync(host, 1, _ => throw thrown);
        var error = await Assert.ThrowsAsync<JobFailedException>(() => job.WaitForEndAsync().WaitAsync(Patience.Limit));
        Assert.Same(thrown, error.InnerException);
        Assert.Contains("operator 'user code'", error.Message, StringComparison.Ordinal);
        Assert.Equal(JobStatus.Failed, await job.GetStatusAsync());
    }

    [Fact]
    public async Task A_function_that_recovers_is_restarted_as_often_as_allowed()
    {
        await using var host = await FlowActorsHost.StartEmbeddedAsync();
        var calls = 0;
        var job = await SubmitAsync(
            host, 1, _ => Assert.True(Interlocked.Increment(ref calls) > 2), new RestartStrategy.FixedDelay(2, TimeSpan.FromMilliseconds(1)));
        await job.WaitForEndAsync().WaitAsync(Patience.Limit);
        Assert.Equal([1, 2], (await job.GetExceptionsAsync()).Select(e => e.Attempt));
    }

    [Fact]
    public async Task A_cancel_reaches_a_function_that_blocks()
    {
        await using var host = await FlowActorsHost.StartEmbeddedAsync();
        using var block = new Block();
        var job = await SubmitAsync(host, 1, block.Wait);
        await block.Reached(1);
        await job.CancelAsync();
        await Assert.ThrowsAsync<JobCancelledException>(() => job.WaitForEndAsync().WaitAsync(Patience.Limit));
    }

    [Fact]
    public async Task A_cancel_right_after_the_submission_ends_the_job()
    {
        await using var host = await FlowActorsHost.StartEmbeddedAsync();
        using var block = new Block();
        var job = await SubmitAsync(host, 2, block.Wait);
        await job.CancelAsync();
        await Assert.ThrowsAsync<JobCancelledException>(() => job.WaitForEndAsync().WaitAsync(Patience.Limit));
    }

    [Fact]
    public async Task A_function_that_blocks_does_not_stop_another_job()
    {
        await using var host = await FlowActorsHost.StartEmbeddedAsync();
        using var block = new Block();
        var blocked = await SubmitAsync(host, 4, block.Wait);
        await block.Reached(4);
        var others = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => SubmitAsync(host, 2, _ => { })));
        await Task.WhenAll(others.Select(o => o.WaitForEndAsync())).WaitAsync(Patience.Limit);
        Assert.False((await blocked.GetStatusAsync()).IsEnd());
        block.Release();
        await blocked.WaitForEndAsync().WaitAsync(Patience.Limit);
    }

    [Fact]
    public async Task Eighty_quiet_feeds_starve_no_other_job()
    {
        await using var host = await FlowActorsHost.StartEmbeddedAsync();
        using var feed = new BlockingCollection<int>();
        var env = host.CreateEnvironment();
        var feeds = Enumerable.Range(0, 80).Select(_ => env.FromCollection(feed.GetConsumingEnumerable())).ToList();
        feeds[0].Union([.. feeds.Skip(1)]).Discard();
        var quiet = await env.ExecuteAsync("feeds");
        while (await quiet.GetStatusAsync() != JobStatus.Running) await Task.Yield();

        var other = await SubmitAsync(host, 2, _ => { });
        await other.WaitForEndAsync().WaitAsync(Patience.Limit);
        await quiet.CancelAsync();
        await Assert.ThrowsAsync<JobCancelledException>(() => quiet.WaitForEndAsync().WaitAsync(Patience.Limit));
    }

    [Fact]
    public async Task A_hundred_functions_that_block_starve_no_other_job()
    {
        await using var host = await FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions
        {
            Configuration = "flowactors.operator-dispatcher.blocked-after = 1ms",
        });
        using var block = new Block();
        var blocked = await SubmitAsync(host, 100, block.Wait);
        await block.Reached(100);
        var other = await SubmitAsync(host, 2, _ => { });
        await other.WaitForEndAsync().WaitAsync(Patience.Limit);
        block.Release();
        await blocked.WaitForEndAsync().WaitAsync(Patience.Limit);
    }

    [Fact]
    public async Task Functions_that_block_beyond_the_limit_of_threads_are_told_by_name()
    {
        var lines = new ConcurrentQueue<string>();
        using var loggers = LoggerFactory.Create(b => b.AddProvider(new Lines(lines)));
        await using var host = await FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions
        {
            Configuration = "flowactors.operator-dispatcher { threads = 1, spare-threads-max = 1, blocked-after = 1ms }",
            LoggerFactory = loggers,
        });
        using var block = new Block();
        var blocked = await SubmitAsync(host, 3, block.Wait);
        await block.Reached(2);
        Assert.True(await Task.Run(() => SpinWait.SpinUntil(() => lines.Any(IsShortage), Patience.Limit)));
        block.Release();
        await blocked.WaitForEndAsync().WaitAsync(Patience.Limit);

        static bool IsShortage(string line) => line.Contains("flowactors.operator-dispatcher", StringComparison.Ordinal)
            && line.Contains("spare-threads-max", StringComparison.Ordinal) && line.Contains("'user code' of subtask", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_logger_that_throws_disturbs_nothing()
    {
        using var loggers = LoggerFactory.Create(b => b.SetMinimumLevel(LogLevel.Trace).AddProvider(new Lines(null)));
        await using var host = await FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions { LoggerFactory = loggers });
        await (await SubmitAsync(host, 2, _ => { })).WaitForEndAsync().WaitAsync(Patience.Limit);
        var failing = await SubmitAsync(host, 1, _ => throw new FormatException("not a number"));
        await Assert.ThrowsAsync<JobFailedException>(() => failing.WaitForEndAsync().WaitAsync(Patience.Limit));
    }

    [Fact]
    public async Task Disposing_reaches_a_function_that_blocks()
    {
        var host = await FlowActorsHost.StartEmbeddedAsync();
        using var block = new Block();
        await SubmitAsync(host, 1, block.Wait);
        await block.Reached(1);
        await host.DisposeAsync().AsTask().WaitAsync(Patience.Limit);
        await Assert.ThrowsAsync<ThreadInterruptedException>(() => block.End.WaitAsync(Patience.Limit));
    }

    [Fact]
    public async Task Disposing_leaves_a_function_behind_that_cannot_be_reached()
    {
        var host = await FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions
        {
            Configuration = "flowactors.lifecycle { dispose-timeout = 50ms, terminate-timeout = 50ms }",
        });
        using var block = new Block();
        var stubborn = true;
        var job = await SubmitAsync(host, 1, x =>
        {
            block.Enter();
            while (Volatile.Read(ref stubborn)) Thread.SpinWait(1000);
        });
        await block.Reached(1);
        await host.DisposeAsync().AsTask().WaitAsync(Patience.Limit);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => job.WaitForEndAsync());
        Volatile.Write(ref stubborn, false);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => job.GetStatusAsync());
    }

    [Fact]
    public async Task A_registered_job_gets_its_arguments_and_gives_its_accumulators()
    {
        await using var host = await FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions { Nodes = 2 }.AddJob<Count>("count"));
        var job = await host.SubmitAsync("count", new Dictionary<string, string> { ["to"] = "100" });
        Assert.Equal("count", job.JobName);
        var result = await job.WaitForEndAsync().WaitAsync(Patience.Limit);
        Assert.Equal(100L, result.Accumulators["seen"]);
        Assert.Equal(100L, (await job.GetAccumulatorsAsync())["seen"]);
    }

    [Fact]
    public async Task What_cannot_run_is_refused_with_the_reason()
    {
        await using var host = await FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions().AddJob<Count>("count"));
        var unknown = await Assert.ThrowsAsync<JobValidationException>(() => host.SubmitAsync("nonsense"));
        Assert.Contains("registered are: count", unknown.Message, StringComparison.Ordinal);
        var missing = await Assert.ThrowsAsync<JobValidationException>(() => host.SubmitAsync("count"));
        Assert.StartsWith("Job 'count' cannot be built: The job needs the argument 'to'", missing.Message, StringComparison.Ordinal);
        Assert.Empty(await host.GetJobsAsync());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(65)]
    public async Task A_host_without_a_sensible_number_of_nodes_is_refused(int nodes) =>
        await Assert.ThrowsAsync<JobValidationException>(() => FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions { Nodes = nodes }));

    private static Task<IJobClient> SubmitAsync(FlowActorsHost host, int parallelism, Action<long> code, RestartStrategy? restarts = null)
    {
        var env = host.CreateEnvironment().SetParallelism(parallelism).SetRestartStrategy(restarts ?? RestartStrategy.None);
        env.FromSequence(1, parallelism).Map(x =>
        {
            code(x);
            return x;
        }).WithName("user code").Discard();
        return env.ExecuteAsync("test");
    }

    private sealed class Count : IStreamJob
    {
        public void Build(StreamExecutionEnvironment env, JobArguments arguments) =>
            env.FromSequence(1, arguments.Get<long>("to")).Process(() => new Counter()).Discard();
    }

    private sealed class Counter : ProcessFunction<long, long>
    {
        private LongCounter? _seen;

        public override void Open(IRuntimeContext context) => _seen = context.GetLongCounter("seen");

        public override void ProcessElement(long value, IProcessContext context, Collector<long> output) => _seen!.Add(1);
    }

    /// <summary>Loggers that keep what they are told, or throw where there is nothing to keep it in.</summary>
    private sealed class Lines(ConcurrentQueue<string>? lines) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (lines is null) throw new InvalidOperationException("The logger is broken.");
            lines.Enqueue(formatter(state, exception));
        }

        public void Dispose()
        {
        }
    }
}
