using FlowActors.Runtime.Control;
using FlowActors.Runtime.Control.Nodes;
using FlowActors.Runtime.Control.Placement;
using FlowActors.Runtime.Exchange;
using FlowActors.Runtime.Protocols;
using FlowActors.Runtime.Subtasks;
using FlowActors.Runtime.Subtasks.Deployment;
using FlowActors.Runtime.Subtasks.Dispatching;
using FlowActors.Runtime.Subtasks.Queries;
using FlowActors.Runtime.Subtasks.State;
using FlowActors.Runtime.Telemetry;
using FlowActors.Threading;

namespace FlowActors.Runtime.Hosting;

/// <summary>Subtasks that run operators, on the operators' threads or, when their vertex blocks, on the elastic pool.</summary>
internal static class OperatorHosting
{
    public const string OperatorDispatcher = "flowactors.operator-dispatcher";
    public const string BlockingDispatcher = ControlServices.BlockingDispatcher;

    public static SubtaskHosting Create(NodeParts parts) => Create(parts, StateBackends.Create(parts.Settings.State, parts.Loggers));

    /// <summary>As the other, with other state backends than those of the product.</summary>
    public static SubtaskHosting Create(NodeParts parts, StateBackends backends)
    {
        var subtasks = new NodeSubtasks();
        var exchange = parts.Settings.Exchange;
        var longRuns = new LongRunWatch(subtasks);
        longRuns.Start(ProcessThreads.Instance);
        var services = new NodeServices
        {
            Node = parts.Node,
            Exchange = new NodeExchange(
                new LocalExchange(LocalSettings.From(exchange)),
                new RemoteExchange(parts.Transport, RemoteSettings.From(exchange)),
                parts.Node),
            Deployments = parts.Deployments,
            Subtasks = subtasks,
            LongRuns = longRuns,
            StateBackends = backends,
            RunBlocking = parts.RunBlocking,
            Settings = new SubtaskSettings(exchange, parts.Settings.Cancellation, parts.Settings.Failures, parts.Settings.EventTime),
            LoggerFactory = parts.Loggers,
            Time = parts.Time,
            JobTime = parts.JobTime,
            BlockingScope = new ExecutorBlockingScope(),
        };
        var props = SubtaskActor.Props(services);
        var onOperators = props.WithDispatcher(OperatorDispatcher);
        var onElasticPool = props.WithDispatcher(BlockingDispatcher);
        return new SubtaskHosting(
            id => SubtaskExtractor.IsBlocking(id) ? onElasticPool : onOperators,
            new SubtaskWork(subtasks, parts.Executors),
            new SubtaskTelemetry(parts.Node, subtasks, longRuns, parts.Executors, parts.Loggers, parts.Time),
            backends);
    }

    private sealed class SubtaskWork(NodeSubtasks subtasks, OperatorExecutors executors) : INodeWork
    {
        public void Interrupt(AttemptId attempt) => subtasks.Interrupt(attempt);

        public void InterruptAll()
        {
            foreach (var subtask in subtasks.All) subtask.Interrupt();
        }

        public IEnumerable<SubtaskFigures> Figures(JobId job, IReadOnlyDictionary<int, int> attempts, SubtaskId? after, bool withDetails) =>
            subtasks.Reports(job, attempts, after).Select(r => new SubtaskFigures(r.Subtask, ControlText.Cut(r.Vertex, ControlLimits.NameBytesMax), r.Metrics, r.Accumulators)
            {
                Details = withDetails ? SubtaskDetails.Of(r.Look()) : null,
            });

        public void Query<T>(JobId job, string? uid, Func<StateReader, T> query, Action<IReadOnlyList<QueryAnswer<T>>> complete) => subtasks.Query(job, uid, query, complete);

        public void QueryInSlices<T>(JobId job, string? uid, Func<SlicedQuery<T>> begin, Action<IReadOnlyList<QueryAnswer<T>>> complete) =>
            subtasks.QueryInSlices(job, uid, begin, complete);

        public void Look<T>(JobId job, string uid, SubtaskId? only, Func<SubtaskId, StateReader, T> look, Action<IReadOnlyList<QueryAnswer<T>>> complete) =>
            subtasks.Look(job, uid, only, look, complete);

        public IEnumerable<SubtasksOfJob> Subtasks() => subtasks.All.GroupBy(s => s.Id.Job).Select(g => new SubtasksOfJob(g.Key, g.Count())).OrderBy(j => j.Job.Value, StringComparer.Ordinal);

        public (IEnumerable<DispatcherThreads> Dispatchers, IEnumerable<RunningCall> Calls, IEnumerable<string> LeftBehind) Threads() => (
            executors.All.Select(e => new DispatcherThreads(e.Id, e.ThreadCount, e.IdleCount, e.Shortage?.Waiting ?? 0)),
            RunningCalls.Of(subtasks),
            subtasks.LeftBehind.Holders.Select(h => ControlText.Cut(h, ControlLimits.NameBytesMax)));

        public void ForgetFigures(JobId job) => subtasks.Forget(job);
    }
}
