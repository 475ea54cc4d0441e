using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Cluster;
using FlowActors.Runtime.Checkpoints.Metadata;
using FlowActors.Runtime.Control.Nodes;
using FlowActors.Runtime.Hosting;
using FlowActors.Runtime.Subtasks;
using FlowActors.Runtime.Subtasks.Deployment;
using FlowActors.Runtime.Subtasks.Queries;

namespace FlowActors.Runtime.Tests.Cluster;

/// <summary>
/// Subtasks that obey the protocol and do nothing else, on all nodes of a host. A script may answer a command in its own way.
/// </summary>
internal sealed class FakeSubtasks
{
    /// <summary>What answers a command: null obeys, an empty list keeps silent, else these are said instead.</summary>
    public Func<SubtaskProtocol.ICommand, IReadOnlyList<SubtaskProtocol.IEvent>?> Script { get; set; } = _ => null;

    /// <summary>What a node tells of attempts, by region. Default: nothing.</summary>
    public Func<string, JobId, IReadOnlyDictionary<int, int>, IEnumerable<SubtaskFigures>> Figures { get; set; } = (_, _, _) => [];

    /// <summary>Every command that arrived, with the node it arrived at.</summary>
    public ConcurrentQueue<(string Node, SubtaskProtocol.ICommand Command)> Arrived { get; } = new();

    /// <summary>The interrupts that arrived, with their nodes.</summary>
    public ConcurrentQueue<(string Node, JobId Job, int Attempt)> Interrupts { get; } = new();

    /// <summary>The jobs whose figures may be forgotten, with the nodes that were told so.</summary>
    public ConcurrentQueue<(string Node, JobId Job)> Forgotten { get; } = new();

    public SubtaskHosting Create(NodeParts parts) =>
        new(_ => Props.Create(() => new FakeSubtask(this, parts.Deployments)), new Work(this, parts.Node));

    /// <summary>The input of all subtasks of a job ends, wherever they are.</summary>
    public void EndInput(JobId job) => Say(job, subtask => new SubtaskProtocol.Finishing(subtask, FakeSubtask.Counted));

    /// <summary>All subtasks of a job, or of one vertex of it, say something, wherever they are.</summary>
    public void Say(JobId job, Func<SubtaskId, SubtaskProtocol.IEvent> what, int? vertex = null)
    {
        foreach (var (subtask, self) in _alive.Where(s => s.Key.Job == job && (vertex is null || s.Key.Vertex == vertex))) self.Tell(what(subtask));
    }

    /// <summary>How many subtasks of a job live.</summary>
    public int Alive(JobId job) => _alive.Keys.Count(s => s.Job == job);

    /// <summary>How many subtasks of an attempt were told to start; some of them more than once, as commands are repeated.</summary>
    public int Started(JobId job, int attempt = 1) => Arrived
        .Where(a => a.Command is SubtaskProtocol.Start && a.Command.Subtask.Job == job && a.Command.Subtask.Attempt == attempt).Select(a => a.Command.Subtask).Distinct().Count();

    /// <summary>Completes when a command fits.</summary>
    public Task WaitForAsync(Func<SubtaskProtocol.ICommand, bool> fits) => WaitUntilAsync(() => Arrived.Any(a => fits(a.Command)));

    /// <summary>Completes when the condition holds; it is looked at whenever a command or an interrupt arrives.</summary>
    public async Task WaitUntilAsync(Func<bool> holds)
    {
        while (true)
        {
            var arrival = _arrival.Task;
            if (holds()) return;
            await arrival.WaitAsync(Patience.Limit);
        }
    }

    private readonly ConcurrentDictionary<SubtaskId, IActorRef> _alive = new();
    private volatile TaskCompletionSource _arrival = New();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Tell() => Interlocked.Exchange(ref _arrival, New()).TrySetResult();

    private sealed class Work(FakeSubtasks all, string node) : INodeWork
    {
        public void Interrupt(AttemptId attempt)
        {
            all.Interrupts.Enqueue((node, attempt.Job, attempt.Number));
            all.Tell();
        }

        public void InterruptAll()
        {
        }

        public IEnumerable<SubtaskFigures> Figures(JobId job, IReadOnlyDictionary<int, int> attempts, SubtaskId? after, bool withDetails) =>
            all.Figures(node, job, attempts).Where(f => after is not { } last || f.Id.Index > last.Index);

        // They have no state.
        public void Query<T>(JobId job, string? uid, Func<StateReader, T> query, Action<IReadOnlyList<QueryAnswer<T>>> complete) => complete([]);

        public void QueryInSlices<T>(JobId job, string? uid, Func<SlicedQuery<T>> begin, Action<IReadOnlyList<QueryAnswer<T>>> complete) => complete([]);

        public void Look<T>(JobId job, string uid, SubtaskId? only, Func<SubtaskId, StateReader, T> look, Action<IReadOnlyList<QueryAnswer<T>>> complete) => complete([]);

        public IEnumerable<SubtasksOfJob> Subtasks() => [];

        public (IEnumerable<DispatcherThreads> Dispatchers, IEnumerable<RunningCall> Calls, IEnumerable<string> LeftBehind) Threads() => ([], [], []);

        public void ForgetFigures(JobId job) => all.Forgotten.Enqueue((node, job));
    }

    private sealed class FakeSubtask(FakeSubtasks all, NodeDeployments deployments) : UntypedActor
    {
        public static readonly Dictionary<string, AccumulatorValue> Counted = new() { ["n"] = new(1, null) };
        private IActorRef _agent = ActorRefs.Nobody;
        private readonly string _node = Akka.Cluster.Cluster.Get(Context.System).SelfAddress.ToString();

        protected override void OnReceive(object message)
        {
            if (message is SubtaskProtocol.IEvent said)
            {
                _agent.Tell(ThroughBytes(said));
                return;
            }

            var command = (SubtaskProtocol.ICommand)ThroughBytes(message);
            _agent = Sender;
            all._alive[command.Subtask] = Self;
            if (command is SubtaskProtocol.Deploy && deployments.Find(command.Subtask) is null)
            {
                Sender.Tell(new SubtaskProtocol.Misplaced(command.Subtask, _node));
                Context.Stop(Self);
                return;
            }

            all.Arrived.Enqueue((_node, command));
            all.Tell();
            foreach (var answer in all.Script(command) ?? Obey(command))
            {
                Sender.Tell(ThroughBytes(answer));
                if (answer is SubtaskProtocol.Finished or SubtaskProtocol.Failed or SubtaskProtocol.Stopped) Context.Stop(Self);
            }
        }

        protected override void PostStop()
        {
            foreach (var (subtask, self) in all._alive)
            {
                if (self.Equals(Self)) all._alive.TryRemove(subtask, out _);
            }

            all.Tell();
        }

        private static object ThroughBytes(object message)
        {
            var serializer = (Akka.Serialization.SerializerWithStringManifest)Context.System.Serialization.FindSerializerFor(message);
            return serializer.FromBinary(serializer.ToBinary(message), serializer.Manifest(message));
        }

        // The input ends as soon as records may flow.
        private static SubtaskProtocol.IEvent[] Obey(SubtaskProtocol.ICommand command) => command switch
        {
            SubtaskProtocol.Deploy => [new SubtaskProtocol.Deployed(command.Subtask)],
            SubtaskProtocol.Open => [new SubtaskProtocol.Ready(command.Subtask)],
            SubtaskProtocol.Start => [new SubtaskProtocol.Running(command.Subtask), new SubtaskProtocol.Finishing(command.Subtask, Counted)],
            SubtaskProtocol.EnterBarrier e =>
            [
                new SubtaskProtocol.CheckpointTaken(e.Subtask, e.Checkpoint, e.Kind, null, new SubtaskSnapshot(e.Subtask.Index, false, [], [], []), false, default),
            ],
            SubtaskProtocol.TakeSplits or SubtaskProtocol.AimSavepoint or SubtaskProtocol.CheckpointOver => [],
            SubtaskProtocol.Finish => [new SubtaskProtocol.Finished(command.Subtask, Counted)],
            _ => [new SubtaskProtocol.Stopped(command.Subtask)],
        };
    }
}

/// <summary>How long a test waits for what must happen before it fails.</summary>
internal static class Patience
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
}
