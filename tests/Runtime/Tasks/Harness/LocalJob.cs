using FlowActors.Graph;
using FlowActors.Runtime.Exchange;
using FlowActors.Runtime.Hosting;
using FlowActors.Runtime.Planning;
using FlowActors.Runtime.Tasks;
using FlowActors.State;
using FlowActors.State.Memory;
using Microsoft.Extensions.Logging.Abstractions;

namespace FlowActors.Runtime.Tests.Tasks;

/// <summary>How small a local job's queues are.</summary>
internal sealed record LocalJobSettings
{
    public int Credits { get; init; } = 4;

    public int BatchRecordsMax { get; init; } = 1_024;

    public int OverdraftBatchesMax { get; init; } = 32;

    public TimeSpan Quantum { get; init; } = TimeSpan.FromMilliseconds(1);

    public TimeSpan FlushInterval { get; init; } = TimeSpan.FromMilliseconds(1);

    public TimeSpan InterruptAfter { get; init; } = TimeSpan.FromMilliseconds(50);

    public TimeSpan CloseTimeout { get; init; } = TimeSpan.FromMinutes(1);
}

/// <summary>
/// All subtasks of a program, connected within one node, without actors. Who runs them, and when, is a test's choice: see
/// <see cref="ScheduledJob"/> (one thread, seeded) and <see cref="ThreadedJob"/>.
/// </summary>
internal sealed class LocalJob : IDisposable
{
    private readonly LocalExchange _exchange;

    /// <param name="env">The program.</param>
    /// <param name="settings">Sizes.</param>
    /// <param name="blocking">Told when user code waits for room.</param>
    /// <param name="schedule">Called from any thread when a subtask must run; gets its position.</param>
    public LocalJob(StreamExecutionEnvironment env, LocalJobSettings settings, IBlockingScope blocking, Action<int> schedule)
    {
        Graph = JobPlanner.Plan(env.BuildGraph("test"));
        var plan = ExecutionGraph.From(Graph);
        _exchange = new LocalExchange(settings.Credits);
        var services = NodeServices = Services(settings, blocking);
        var slots = Enumerable.Range(0, plan.Slots).Select(_ => new SlotLocation("shard", services.Node, default)).ToArray();
        Subtasks =
        [
            .. plan.Subtasks.Select((subtask, position) => new SubtaskTask(
                new SubtaskPlan(new SubtaskId(new JobId("job"), 1, subtask.Vertex.Id, subtask.Index), Graph, 1, slots),
                services,
                () => schedule(position))),
        ];
        foreach (var subtask in Subtasks) services.Tasks.Add(subtask);
    }

    public JobGraph Graph { get; }

    public IReadOnlyList<SubtaskTask> Subtasks { get; }

    /// <summary>What the subtasks share.</summary>
    public NodeServices NodeServices { get; }

    public int OpenChannels => _exchange.Count;

    public void Open()
    {
        foreach (var subtask in Subtasks) subtask.Open();
    }

    public void Finish()
    {
        foreach (var subtask in Subtasks) subtask.Finish();
    }

    /// <summary>The subtask whose chain has an operator of that name.</summary>
    public SubtaskTask SubtaskOf(string operatorName, int index = 0)
    {
        var vertex = Graph.Vertices.Single(v => v.Chain.Any(o => o.Node.Name == operatorName));
        return Subtasks.Single(s => s.Id.Vertex == vertex.Id && s.Id.Index == index);
    }

    public void Dispose()
    {
        foreach (var subtask in Subtasks) subtask.Close();
    }

    private NodeServices Services(LocalJobSettings settings, IBlockingScope blocking) => new()
    {
        Node = "node",
        Exchange = new NodeExchange(_exchange, null!, "node"),
        Jobs = null!,
        Tasks = new NodeTasks(),
        StateBackends = new Dictionary<string, IStateBackend> { ["memory"] = new MemoryStateBackend() },
        Settings = new RuntimeSettings(
            null!,
            new ExchangeSettings(
                settings.Credits,
                settings.Credits,
                settings.BatchRecordsMax,
                65_536,
                settings.OverdraftBatchesMax,
                settings.FlushInterval,
                settings.Quantum,
                1 << 22,
                1 << 28,
                TimeSpan.FromSeconds(10),
                RecordChecking.Auto),
            null!,
            null!,
            new CancellationSettings(settings.InterruptAfter, settings.CloseTimeout),
            null!,
            null!,
            null!,
            null!,
            null!,
            new FailureSettings(ShowRecords: false)),
        LoggerFactory = NullLoggerFactory.Instance,
        Time = TimeProvider.System,
        BlockingScope = blocking,
    };
}
