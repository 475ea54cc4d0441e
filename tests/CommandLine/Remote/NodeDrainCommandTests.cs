using System.CommandLine;
using FlowActors.Client;
using FlowActors.Functions;
using FlowActors.Graph;

namespace FlowActors.CommandLine.Tests.Remote;

/// <summary>Nodes are drained from a shell: what holds that up, and what is refused, is told by name.</summary>
public sealed class NodeDrainCommandTests : IAsyncLifetime
{
    private readonly TaskCompletionSource _opens = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private FlowActorsHost _host = null!;
    private FlowActorsHttpServer _server = null!;
    private FlowActorsClient _client = null!;

    // The second node, as the first one is asked.
    private string Node { get; set; } = "";

    public async Task InitializeAsync()
    {
        // Without a data folder only jobs with an interval take checkpoints.
        var options = new EmbeddedOptions { Nodes = 2, LoggerFactory = Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance };
        _host = await FlowActorsHost.StartEmbeddedAsync(options.AddJob("plain", () => new Job(Task.CompletedTask, hasCheckpoints: false)).AddJob("slow", () => new Job(_opens.Task, hasCheckpoints: true)));
        _server = await FlowActorsHttpServer.StartAsync(_host);
        _client = new FlowActorsClient(_server.Address);
        var address = _host.Cluster.Nodes[1].Info.Node;
        Node = address[(address.LastIndexOf('@') + 1)..];
    }

    public async Task DisposeAsync()
    {
        _opens.TrySetResult();
        _client.Dispose();
        await _server.DisposeAsync();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task A_node_with_subtasks_of_a_job_that_takes_no_checkpoints_is_refused_and_drained_when_that_has_ended()
    {
        var job = await SubmitAsync("plain");
        while (await _client.Job(job).GetDetailsAsync() is not { Status: "Running" }) await Task.Yield();
        var (exitCode, output, error) = await RunAsync(new Told(), "node", "drain", Node);
        Assert.Equal((1, ""), (exitCode, output));
        Assert.StartsWith($"The node cannot be drained: Node ", error, StringComparison.Ordinal);
        Assert.Contains($"take no checkpoints, with which they would go on elsewhere: 'plain' ({job}). Wait for their end or cancel them first.", error, StringComparison.Ordinal);
        Assert.Equal(2, (await _client.GetNodesAsync()).Count);
        Assert.True(await _client.Job(job).GetDetailsAsync() is { Status: "Running", Attempt: 1 });

        await _client.Job(job).CancelAsync();
        while (await _client.Job(job).GetDetailsAsync() is not { Status: "Cancelled" }) await Task.Yield();
        Assert.Equal((0, $"drained={Node}", ""), await RunAsync(new Told(), "node", "drain", Node));
        Assert.Single(await _client.GetNodesAsync());
    }

    [Fact]
    public async Task A_job_that_cannot_go_elsewhere_yet_is_told_at_once_and_waited_for()
    {
        var job = await SubmitAsync("slow");
        while ((await _client.GetNodesAsync()).Any(n => n.Subtasks == 0)) await Task.Yield();
        using var told = new Told();
        var drained = RunAsync(told, "node", "drain", Node);
        await Task.WhenAny(told.First, drained);
        Assert.False(drained.IsCompleted);
        _opens.SetResult();
        var (exitCode, output, error) = await drained;
        Assert.Equal((0, $"drained={Node}"), (exitCode, output));
        Assert.StartsWith($"Waits for job 'slow' ({job}): It cannot go to other nodes now: not all of its subtasks run", error, StringComparison.Ordinal);
        while (await _client.Job(job).GetDetailsAsync() is not { Status: "Running", Attempt: 2 }) await Task.Yield();
        Assert.Empty(await _client.Job(job).GetExceptionsAsync());
    }

    [Fact]
    public async Task A_node_that_there_never_was_has_not_left()
    {
        var (exitCode, output, error) = await RunAsync(new Told(), "node", "drain", "127.0.0.1:1");
        Assert.Equal((1, ""), (exitCode, output));
        Assert.StartsWith("There is no such node: There is no node '127.0.0.1:1' in the cluster.", error, StringComparison.Ordinal);
    }

    private async Task<string> SubmitAsync(string name) => (await _client.SubmitAsync(new(name))).Id;

    private async Task<(int ExitCode, string Output, string Error)> RunAsync(Told told, params string[] command)
    {
        using var output = new StringWriter { NewLine = "\n" };
        var root = new RootCommand();
        root.AddFlowActors();
        var exitCode = await root.Parse([.. command, "--at", _server.Address.ToString()]).InvokeAsync(new InvocationConfiguration { Output = output, Error = told });
        return (exitCode, output.ToString().TrimEnd('\n'), told.ToString().TrimEnd());
    }

    /// <summary>The error stream; it can be awaited.</summary>
    private sealed class Told : StringWriter
    {
        private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task First => _first.Task;

        public override async Task WriteLineAsync(string? value)
        {
            await base.WriteLineAsync(value);
            _first.TrySetResult();
        }
    }

    private sealed class Job(Task opens, bool hasCheckpoints) : IStreamJob
    {
        public void Build(StreamExecutionEnvironment env, JobArguments arguments)
        {
            if (hasCheckpoints) env.EnableCheckpointing(TimeSpan.FromHours(1));
            env.SetParallelism(2).Generate<long>(null, i => i, recordsPerSecond: 100).WithUid("numbers").KeyBy(n => n % 10).Process(() => new Opening(opens)).WithUid("opening").Discard();
        }
    }

    private sealed class Opening(Task opens) : KeyedProcessFunction<long, long, long>
    {
        public override void Open(IKeyedRuntimeContext context) => opens.Wait();

        public override void ProcessElement(long value, IKeyedProcessContext<long> context, Collector<long> output)
        {
        }
    }
}
