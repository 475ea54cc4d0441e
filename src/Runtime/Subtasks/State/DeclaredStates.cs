using FlowActors.Cultures;
using FlowActors.Graph;
using FlowActors.Operators;
using FlowActors.Runtime.Subtasks.Checkpoints;
using FlowActors.Serialization;
using FlowActors.State;
using FlowActors.State.Memory;

namespace FlowActors.Runtime.Subtasks.State;

/// <summary>
/// The states that a job's operators keep, as its present code declares them (<see cref="IDeclaresState"/>): found without starting it. No
/// source is read, no sink opened, and no operator gets a record; functions of keyed streams are opened and closed, as they register their states then.
/// </summary>
/// <param name="States">All of them.</param>
/// <param name="Serializers">Those of the job.</param>
/// <param name="Edges">The edges on which a barrier may overtake records, with the schemas of those.</param>
/// <param name="Unknown">By uid, why an operator could not say all of its states: its user code threw.</param>
internal sealed record DeclaredStates(
    IReadOnlyList<StateHeader> States, SerializerRegistry Serializers, IReadOnlyDictionary<InFlightEdge, TypeSchema> Edges, IReadOnlyDictionary<string, string> Unknown)
{
    /// <summary>The name of the state backend that the job has; null where that is not known, as neither the job nor a host says.</summary>
    public string? Backend { get; init; }

    /// <summary>Those of a job. Runs user code, which may take its time: call it on a thread that may wait.</summary>
    /// <param name="graph">A graph that is used for nothing else, as functions that it made once are taken.</param>
    /// <param name="job">The job, as user code is told.</param>
    /// <param name="time">The processing time of the job.</param>
    public static DeclaredStates Of(JobGraph graph, JobId job, TimeProvider time)
    {
        using var invariant = InvariantThread.Enter();
        var headers = new CollectedHeaders();
        var unknown = new Dictionary<string, string>();
        foreach (var vertex in graph.Vertices)
        {
            using var scope = new MemoryStateBackend().Open(SettingsOf(graph, vertex, job, time), CancellationToken.None);
            for (var i = 0; i < vertex.Chain.Count; i++)
            {
                if (Declare(new DeclarationContext(graph, vertex, i, job, scope, time)) is { } failure) unknown.Add(vertex.Chain[i].Uid, failure);
            }

            scope.Export(headers);
        }

        return new DeclaredStates(headers.All, graph.Settings.Serializers, InFlightEdge.AllOf(graph), unknown) { Backend = graph.Settings.StateBackend };
    }

    private static string? Declare(DeclarationContext context)
    {
        try
        {
            if (context.CreateOperator() is not IDeclaresState declares) return null;
            ((IStreamOperator)declares).Setup(context);
            declares.DeclareState();
            return null;
        }
        catch (Exception e)
        {
            return $"{e.GetType()}: {ExceptionText.Message(e)}";
        }
    }

    private static StateScopeSettings SettingsOf(JobGraph graph, JobVertex vertex, JobId job, TimeProvider time) => new(
        job,
        Attempt: 0,
        vertex.Id,
        Subtask: 0,
        vertex.MaxParallelism,
        new KeyGroupRange(0, vertex.MaxParallelism - 1),
        [.. vertex.Chain.Select(o => new StateOperator(o.Uid, o.Node.Name))],
        graph.Settings.Serializers,
        time,
        graph.Settings.CopyMutableState);

    /// <summary>Takes what stands before the elements.</summary>
    private sealed class CollectedHeaders : IStateWriter
    {
        public List<StateHeader> All { get; } = [];

        public void Add(int state, StateHeader header) => All.Add(header);

        // A function may have put something into operator state as it was initialized.
        public void Write(int state, in StateElement element)
        {
        }
    }
}
