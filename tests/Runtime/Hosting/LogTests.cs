using System.Collections.Concurrent;
using Akka.Event;
using FlowActors.Runtime.Control;
using FlowActors.Runtime.Hosting;
using FlowActors.Runtime.Logging;
using FlowActors.Runtime.Tests.Cluster;
using FlowActors.State.RocksDb.Interop;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace FlowActors.Runtime.Tests.Hosting;

[Collection("cluster")]
public sealed class LogTests
{
    private readonly LogRecorder _log = new();

    [Fact]
    public async Task A_failure_is_logged_once_with_its_exception()
    {
        await using var host = await FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions { LoggerFactory = _log });
        var thrown = new FormatException("boom");
        var env = host.CreateEnvironment().SetParallelism(1).SetRestartStrategy(new RestartStrategy.FixedDelay(1, TimeSpan.FromMilliseconds(1)));
        env.FromElements(1).Map<int>(_ => throw thrown).Discard();
        var job = await env.ExecuteAsync("fails");
        await Assert.ThrowsAsync<JobFailedException>(() => job.WaitForEndAsync().WaitAsync(Patience.Limit));
        var told = _log.Entries.Where(e => e.Exception is not null).Select(e => (e.Id, e.Level, e.Exception)).ToArray();
        Assert.Equal([(EventIds.AttemptFailed, LogLevel.Warning, thrown), (EventIds.JobFailed, LogLevel.Error, thrown)], told);
    }

    [Fact]
    public async Task A_refusal_is_logged_with_its_exception()
    {
        await using var host = await FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions { LoggerFactory = _log }.AddJob("job", () => new FailsAtTheSecondBuild()));
        await Assert.ThrowsAsync<JobValidationException>(() => host.SubmitAsync("job"));
        Assert.IsType<IOException>(Assert.Single(_log.Entries, e => e.Id == EventIds.JobRefused).Exception);
    }

    [Fact]
    public async Task What_Akka_logs_comes_with_its_exception()
    {
        await using var host = await FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions { LoggerFactory = _log });
        var cause = new FormatException("boom");
        Akka.Event.Logging.GetLogger(host.Cluster.Nodes[0].System, "test").Error(cause, "It went {0}", "wrong");
        var entry = await _log.FirstAsync(e => e.Id == EventIds.AkkaMessage && e.Text.EndsWith("It went wrong", StringComparison.Ordinal));
        Assert.Equal((LogLevel.Error, cause), (entry.Level, entry.Exception));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_run_in_which_nothing_is_amiss_warns_of_nothing(int nodes)
    {
        await using (var host = await FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions { Nodes = nodes, LoggerFactory = _log }))
        {
            var env = host.CreateEnvironment().SetParallelism(3);
            env.FromSequence(1, 1000).KeyBy(x => x % 7).Count().Discard();
            await (await env.ExecuteAsync("fine")).WaitForEndAsync().WaitAsync(Patience.Limit);
        }

        // A machine that is busy with something else makes calls long.
        Assert.DoesNotContain(
            _log.Entries,
            e => e.Level >= LogLevel.Warning && e.Category.StartsWith("FlowActors.", StringComparison.Ordinal) && e.Id != EventIds.LongCall);
    }

    [Fact]
    public async Task A_node_whose_first_job_keeps_state_on_RocksDB_says_which_library_was_loaded()
    {
        await using var host = await FlowActorsHost.StartEmbeddedAsync(
            new EmbeddedOptions { LoggerFactory = _log, Configuration = "flowactors.state.memory = 8388641B" });
        for (var i = 0; i < 2; i++)
        {
            var env = host.CreateEnvironment().SetParallelism(2).SetStateBackend("rocksdb");
            env.FromSequence(1, 100).KeyBy(x => x % 7).Count().Discard();
            await (await env.ExecuteAsync($"job {i}")).WaitForEndAsync().WaitAsync(Patience.Limit);
        }

        var told = Assert.Single(_log.Entries, e => e.Id == EventIds.StateBackendTold);
        Assert.Equal(
            (LogLevel.Information, $"State backend rocksdb: RocksDB was loaded from '{RocksLibrary.Path}'; state may take 8,388,641 bytes."), (told.Level, told.Text));
        Assert.True(File.Exists(RocksLibrary.Path));
    }

    [Fact]
    public async Task A_generic_host_says_in_one_line_where_its_node_started()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<ILoggerFactory>(_log);
        builder.Services.AddFlowActors();
        using var host = builder.Build();
        await host.StartAsync();
        var line = Assert.Single(_log.Entries, e => e.Level == LogLevel.Information && e.Id == EventIds.NodeStartedAt);
        Assert.Matches(@"^Node started at akka\.tcp://flowactors@127\.0\.0\.1:\d+; it takes frames at 127\.0\.0\.1:\d+$", line.Text);
        await host.StopAsync().WaitAsync(Patience.Limit);
    }

    [Fact]
    public void Without_a_logger_warnings_and_errors_go_to_standard_error()
    {
        Assert.Same(StandardErrorLog.Instance, new EmbeddedOptions().LoggerFactory);
        var written = new List<string>();
        var log = new StandardErrorLog(written.Add).CreateLogger("FlowActors.Node");
        ControlLog.NodeLost(log, "n");
        ControlLog.NodeStarted(log, "n");
        ControlLog.JournalFailed(log, "job-1", new IOException("disk full"));
        Assert.Equal("warning: FlowActors.Node: Node n is gone", written[0]);
        Assert.Equal(2, written.Count);
        Assert.StartsWith("error: FlowActors.Node: The journal of job-1 failed", written[1], StringComparison.Ordinal);
        Assert.EndsWith("System.IO.IOException: disk full", written[1], StringComparison.Ordinal);
    }

    private sealed class FailsAtTheSecondBuild : IStreamJob
    {
        private static int _builds;

        public void Build(StreamExecutionEnvironment env, JobArguments arguments)
        {
            if (Interlocked.Increment(ref _builds) % 2 == 0) throw new IOException("gone");
            env.FromElements(1).Discard();
        }
    }
}
