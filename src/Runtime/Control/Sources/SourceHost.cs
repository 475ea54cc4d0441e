using Akka.Actor;
using FlowActors.Runtime.Checkpoints.Restoring;
using FlowActors.Runtime.Checkpoints.Storage;
using FlowActors.Runtime.Control.Coordination;
using FlowActors.Runtime.Control.Nodes;
using FlowActors.Runtime.Protocols;
using FlowActors.Runtime.Subtasks;
using FlowActors.Runtime.Subtasks.Deployment;
using FlowActors.Sources.Coordination;
using static FlowActors.Runtime.Control.Nodes.NodeAgentProtocol;

namespace FlowActors.Runtime.Control.Sources;

/// <summary>
/// The enumerator of one source in one attempt, below the job's coordinator and on the threads for blocking work: it is user code, and the
/// coordinator must not wait for it. Comes into being with the first reader. What fails here fails the attempt.
/// </summary>
internal sealed class SourceHost(SourcePlace place, ControlServices services, CancellationToken closed) : UntypedActor
{
    private readonly Dictionary<int, string> _nodes = [];
    private SourceCoordination? _coordination;
    private readonly Lazy<ICheckpointStorage> _storage = new(() => services.Checkpoints.Storages.Of(place.Job.Id), LazyThreadSafetyMode.PublicationOnly);
    private string? _operatorName;
    private string? _uid;

    public static Props Props(SourcePlace place, ControlServices services, CancellationToken closed) =>
        Akka.Actor.Props.Create(() => new SourceHost(place, services, closed)).WithDispatcher(ControlServices.BlockingDispatcher);

    protected override void OnReceive(object message)
    {
        try
        {
            switch (message)
            {
                case ReaderReport e: Hear(e); break;
                case Posted e: e.Action(); break;
                case CoordinatorEffect.SnapshotEnumerator e: Snapshot(e); break;
                case CoordinatorEffect.EndCheckpointAtEnumerators { IsComplete: true } e: _coordination?.CheckpointComplete(e.Checkpoint); break;
                case CoordinatorEffect.EndCheckpointAtEnumerators e: _coordination?.CheckpointAborted(e.Checkpoint); break;
                default:
                    Unhandled(message);
                    return;
            }

            Answer();
        }
        catch (Exception e)
        {
            Fail(e);
        }
    }

    protected override void PostStop()
    {
        try
        {
            _coordination?.Close();
        }
        catch (Exception e)
        {
            ControlLog.EnumeratorNotClosed(services.Loggers.CreateLogger("FlowActors.SourceHost"), place.Job.JobName, place.Job.Id, _operatorName, e);
        }
    }

    private void Hear(ReaderReport report)
    {
        if (_coordination is null) Start();
        _nodes[report.Subtask] = report.Node;
        _coordination!.Hear(new ReaderState(report.Subtask, report.Attempt.Number, report.Requests, report.Received, report.Report));
    }

    private void Start()
    {
        var graph = services.Catalog.Resolve(place.Job).Job;
        var vertex = graph.Vertices[place.Vertex];
        var source = vertex.Chain[0].Node;
        var self = Self;
        var blocking = Context.System.Dispatchers.Lookup(ControlServices.BlockingDispatcher);
        _operatorName = source.Name;
        _uid = vertex.Chain[0].Uid;
        _coordination = source.CreateCoordination(new CoordinationSurroundings
        {
            JobName = graph.JobName,
            OperatorName = source.Name,
            Parallelism = vertex.Parallelism,
            Time = services.JobTime,
            Serializers = graph.Settings.Serializers,
            Post = action => self.Tell(new Posted(action), ActorRefs.NoSender),
            RunBlocking = blocking.Schedule,
            Closed = closed,
            SplitBytesMax = ControlLimits.SplitBytesMax,
            AnswerBytesMax = ControlLimits.SplitBytesMax,
        }) ?? throw new InvalidOperationException($"Vertex {place.Vertex} of job {place.Job.Id} has no source, but a reader has asked for splits.");
        _coordination.Start(place.Restore is { } from ? RestoredSnapshot.Read(_storage.Value, from).EnumeratorOf(_uid) : null);
    }

    // What was assigned by now is in the checkpoint: readers take part when they have it.
    private void Snapshot(CoordinatorEffect.SnapshotEnumerator asked)
    {
        if (_coordination is null) Start();
        var (state, assigned) = _coordination!.Snapshot(asked.Checkpoint);
        try
        {
            var location = asked.Target is { } target ? new SnapshotLocation(target) : _storage.Value.Checkpoint(asked.Checkpoint);
            var owner = new StateFileOwner(new StateFileWriterId(place.Attempt.Region, place.Attempt.Number), asked.Checkpoint, _uid!, -1);
            using var file = _storage.Value.Create(location, owner, StateFileScope.Exclusive);
            file.Write(state);
            Context.Parent.Tell(new EnumeratorWritten(place.Attempt, place.Vertex, asked.Checkpoint, asked.Kind, asked.Target, file.Complete(), assigned)
            {
                HasAssignedAll = asked.HasAssignedAll || _coordination.HasAssignedAll,
            });
        }
        catch (SnapshotWriteException e)
        {
            Context.Parent.Tell(new EnumeratorNotWritten(place.Attempt, place.Vertex, asked.Checkpoint, $"The enumerator of source '{_operatorName}' could not write its state: {e.Message}"));
        }
    }

    private void Answer()
    {
        foreach (var answer in _coordination?.TakeAnswers() ?? [])
        {
            NodeAgent.On(_nodes[answer.Subtask], Context).Tell(
                new AssignSplits(place.Attempt, place.Epoch, place.Vertex, answer.Subtask, answer.From, answer.Splits, answer.NoMore, answer.Behind),
                Context.Parent);
        }
    }

    private void Fail(Exception exception)
    {
        if (closed.IsCancellationRequested) return;
        var failure = SubtaskFailure.From(_operatorName, exception);
        if (failure.Kind == FailureKind.Interruption) failure = failure with { Kind = FailureKind.Code };
        var message = $"The enumerator of source '{_operatorName}' of job '{place.Job.JobName}', which finds and assigns its splits, failed: {failure.Message}";
        Context.Parent.Tell(new SourceFailed(place.Attempt, place.Vertex, failure with { Message = message }));
        Context.Stop(Self);
    }

    private sealed record Posted(Action Action) : INoSerializationVerificationNeeded;
}
