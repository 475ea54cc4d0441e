using FlowActors.Runtime.Control;
using FlowActors.Runtime.Exchange;
using FlowActors.Runtime.Tasks;
using FlowActors.Runtime.Tasks.Dispatching;
using FlowActors.Runtime.Telemetry;

namespace FlowActors.Runtime.Hosting;

/// <summary>Subtasks that run operators, on the operators' threads or, when their vertex blocks, on the elastic pool.</summary>
internal static class OperatorHosting
{
    public const string OperatorDispatcher = "flowactors.operator-dispatcher";
    public const string BlockingDispatcher = "flowactors.blocking-dispatcher";

    public static SubtaskHosting Create(NodeParts parts)
    {
        var tasks = new NodeTasks();
        var exchange = parts.Settings.Exchange;
        var services = new NodeServices
        {
            Node = parts.Node,
            Exchange = new NodeExchange(
                new LocalExchange(exchange.CreditsPerChannel),
                new RemoteExchange(parts.Transport, RemoteSettings.From(exchange)),
                parts.Node),
            Jobs = parts.Catalog,
            Tasks = tasks,
            StateBackends = StateBackends.All,
            Settings = parts.Settings,
            LoggerFactory = parts.Loggers,
            Time = parts.Time,
            BlockingScope = new ExecutorBlockingScope(),
        };
        var props = SubtaskActor.Props(services);
        var onOperators = props.WithDispatcher(OperatorDispatcher);
        var onElasticPool = props.WithDispatcher(BlockingDispatcher);
        return new SubtaskHosting(
            id => SubtaskExtractor.IsBlocking(id) ? onElasticPool : onOperators,
            new TaskWork(tasks),
            new TaskTelemetry(parts.Node, tasks, parts.Executors, parts.Loggers, parts.Time));
    }

    private sealed class TaskWork(NodeTasks tasks) : INodeWork
    {
        public void Interrupt(JobId job, int attempt) => tasks.Interrupt(job, attempt);

        public void InterruptAll()
        {
            foreach (var task in tasks.All) task.Interrupt();
        }

        public IEnumerable<SubtaskFigures> Figures(JobId job, int attempt, SubtaskId? after) => tasks.Reports(job, attempt, after)
            .Select(r => new SubtaskFigures(r.Subtask, ControlText.Cut(r.Vertex, ControlLimits.NameBytesMax), r.Metrics, r.Accumulators));

        public void ForgetFigures(JobId job) => tasks.Forget(job);
    }
}
