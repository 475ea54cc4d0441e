using FlowActors.Graph;
using FlowActors.Operators;
using FlowActors.Runtime.Exchange;
using FlowActors.Runtime.Planning;
using FlowActors.Runtime.Subtasks;
using FlowActors.Runtime.Subtasks.Deployment;
using FlowActors.Runtime.Subtasks.State;
using FlowActors.Runtime.Transport;
using FlowActors.Sources.Coordination;
using FlowActors.State;
using FlowActors.State.Memory;

namespace FlowActors.Runtime.Tests.Subtasks;

/// <summary>How small a local job's queues are.</summary>
internal sealed record LocalJobSettings
{
    public int Credits { get; init; } = 4;

    public int BatchRecordsMax { get; init; } = 1_024;

    public int FloatingBytes { get; init; } = 512 * 1024;

    public int OpenBytes { get; init; } = 192 * 1024;

    public int OverdraftBatchesMax { get; init; } = 32;

    public TimeSpan Quantum { get; init; } = TimeSpan.FromMilliseconds(1);

    public TimeSpan FlushInterval { get; init; } = TimeSpan.FromMilliseconds(1);

    public TimeSpan InterruptAfter { get; init; } = TimeSpan.FromMilliseconds(50);

    public IStateBackend StateBackend { get; init; } = new MemoryStateBackend();

    public TimeSpan CloseTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Runs what may block, such as commits.</summary>
    public Action<Action> RunBlocking { get; init; } = work => _ = Task.Run(work);
}

/// <summary>
/// All subtasks of a program, connected within one node, without actors. Who runs them, and when, is a test's choice: see
/// <see cref="ScheduledJob"/> (one thread, seeded) and <see cref="ThreadedJob"/>.
/// </summary>
internal sealed class LocalJob : IDisposable
{
    private readonly WarningLog _warnings = new();
    private readonly NodeSubtasks _nodeSubtasks = new();
    private readonly LocalExchange _exchange;
    private readonly Dictionary<int, LocalCoordination> _enumerators = [];

    /// <param name="env">The program.</param>
    /// <param name="settings">Sizes.</param>
    /// <param name="blocking">Told when user code waits for room.</param>
    /// <param name="schedule">Called from any thread when a subtask must run; gets its position.</param>
    public LocalJob(StreamExecutionEnvironment env, LocalJobSettings settings, IBlockingScope blocking, Action<int> schedule)
        : this(env.BuildGraph("test"), settings, blocking, schedule)
    {
    }

    /// <summary>As the other, of a program that was written as a graph.</summary>
    public LocalJob(StreamGraph program, LocalJobSettings settings, IBlockingScope blocking, Action<int> schedule)
    {
        Graph = JobPlanner.Plan(program);
        var plan = ExecutionGraph.Of(Graph);
        _exchange = new LocalExchange(new LocalSettings(settings.Credits, (long)settings.Credits * 65_536));
        var services = NodeServices = Services(settings, blocking);
        var deployment = OnOneNode(new JobId("0123456789abcdef0123456789abcdef"), plan, services.Node);
        Subtasks =
        [
            .. plan.Subtasks.Select((subtask, position) => new Subtask(
                new SubtaskPlan(new SubtaskId(deployment.Attempt.Job, 1, subtask.Vertex.Id, subtask.Index), deployment),
                services,
                () => schedule(position))
            {
                TellReader = (state, awaitsSplits) =>
                {
                    if (awaitsSplits) EnumeratorOf(subtask.Vertex).Hear(state);
                },
            }),
        ];
        foreach (var subtask in Subtasks) services.Subtasks.Add(subtask);
    }

    public JobGraph Graph { get; }

    public IReadOnlyList<Subtask> Subtasks { get; }

    /// <summary>What the subtasks share.</summary>
    public NodeServices NodeServices { get; }

    public int OpenChannels => _exchange.Count;

    /// <summary>The warnings so far: the event and the operator that it names.</summary>
    public IReadOnlyList<(int Event, string Operator)> Warnings => _warnings.Written;

    /// <summary>The first attempt of a job's first region, all of it on one node.</summary>
    public static AttemptDeployment OnOneNode(JobId job, ExecutionGraph graph, string node) => new(
        new AttemptId(job, 0, 1),
        graph,
        new AttemptPlacement(
            [new NodePlace(node, "run", default)],
            [.. Enumerable.Range(0, graph.Slots).Select(slot => $"{slot}")],
            [.. Enumerable.Repeat(0, graph.Slots)]));

    public void Open()
    {
        foreach (var subtask in Subtasks)
        {
            subtask.OpenState();
            subtask.Open();
        }
    }

    public void Finish()
    {
        foreach (var subtask in Subtasks)
        {
            if (subtask.Finish()) continue;
            // Commits that somebody else runs come back at their own time.
            Assert.True(SpinWait.SpinUntil(() => subtask.Run() == Progress.Done, TimeSpan.FromSeconds(60)));
        }
    }

    /// <summary>The subtask whose chain has an operator of that name.</summary>
    public Subtask SubtaskOf(string operatorName, int index = 0)
    {
        var vertex = Graph.Vertices.Single(v => v.Chain.Any(o => o.Node.Name == operatorName));
        return Subtasks.Single(s => s.Id.Vertex == vertex.Id && s.Id.Index == index);
    }

    public void Dispose()
    {
        foreach (var subtask in Subtasks) subtask.Close();
        foreach (var enumerator in _enumerators.Values) enumerator.Dispose();
        _enumerators.Clear();
    }

    private LocalCoordination EnumeratorOf(JobVertex vertex)
    {
        lock (_enumerators)
        {
            if (_enumerators.TryGetValue(vertex.Id, out var known)) return known;
            var source = vertex.Chain[0].Node;
            return _enumerators[vertex.Id] = new LocalCoordination(
                surroundings => source.CreateCoordination(surroundings)!,
                new CoordinationSurroundings
                {
                    JobName = Graph.JobName,
                    OperatorName = source.Name,
                    Parallelism = vertex.Parallelism,
                    Time = TimeProvider.System,
                    Serializers = Graph.Settings.Serializers,
                    Post = action => action(),
                    RunBlocking = work => _ = Task.Run(work),
                    Closed = CancellationToken.None,
                },
                answer => Subtasks.Single(s => s.Id.Vertex == vertex.Id && s.Id.Index == answer.Subtask).TakeSplits(answer));
        }
    }

    private NodeServices Services(LocalJobSettings settings, IBlockingScope blocking) => new()
    {
        Node = "node",
        Exchange = new NodeExchange(_exchange, null!, "node"),
        Deployments = new NodeDeployments("node"),
        Subtasks = _nodeSubtasks,
        LongRuns = new LongRunWatch(_nodeSubtasks),
        StateBackends = new StateBackends(new StateSettings("memory"), [settings.StateBackend]),
        RunBlocking = settings.RunBlocking,
        Settings = new SubtaskSettings(
            new ExchangeSettings(
                settings.Credits,
                settings.Credits,
                1_024,
                settings.FloatingBytes,
                settings.OpenBytes,
                settings.BatchRecordsMax,
                65_536,
                settings.OverdraftBatchesMax,
                settings.FlushInterval,
                settings.Quantum,
                1 << 22,
                1 << 28,
                TimeSpan.FromSeconds(10),
                RecordChecking.Auto),
            new CancellationSettings(settings.InterruptAfter, settings.CloseTimeout),
            new FailureSettings(ShowRecords: false),
            new EventTimeSettings(TimeSpan.FromMilliseconds(200))),
        LoggerFactory = _warnings,
        Time = TimeProvider.System,
        BlockingScope = blocking,
    };
}
