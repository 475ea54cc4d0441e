using FlowActors.Operators;
using FlowActors.Sources.Coordination;

namespace FlowActors.Graph;

/// <summary>One operator of a <see cref="StreamGraph"/> as the program asked for it.</summary>
public abstract class StreamNode
{
    private protected StreamNode(int id, string name)
    {
        Id = id;
        Configuration = new OperatorConfiguration(name);
    }

    /// <summary>The number in the graph, from 0, in the order of the program.</summary>
    public int Id { get; }

    /// <summary>What the program says about the operator; it may go on doing so until the graph is built.</summary>
    public OperatorConfiguration Configuration { get; set; }

    /// <summary>The name shown to people.</summary>
    public string Name => Configuration.Name;

    /// <summary>
    /// What kind of operator it is, whatever it is named: the operation, or the class of a source or sink. A part of a derived uid.
    /// </summary>
    public required string Kind { get; init; }

    /// <summary>Set for operators that work in one subtask only, whatever the job's parallelism is.</summary>
    public bool IsNonParallel { get; init; }

    /// <summary>The number of subtasks that the program declares, whatever the job's parallelism is; null when it declares none.</summary>
    public int? DeclaredParallelism => Configuration.Parallelism ?? (IsNonParallel ? 1 : null);

    /// <summary>The types of the records of its inputs, by number; none for a source.</summary>
    public abstract IReadOnlyList<Type> Inputs { get; }

    /// <summary>Its outputs by number, the main one first; none for a sink.</summary>
    public abstract IReadOnlyList<OutputPort> Outputs { get; }

    /// <summary>True when it has no input.</summary>
    public bool IsSource => Inputs.Count == 0;

    /// <summary>True when it has no output.</summary>
    public bool IsSink => Outputs.Count == 0;

    /// <summary>True for a source that never ends by itself.</summary>
    public virtual bool IsUnbounded => false;

    /// <summary>True for a sink whose results are seen only once the job has ended well.</summary>
    public bool ShowsResultsAtEndOnly { get; init; }

    /// <summary>
    /// The delegates and objects of the user's that it calls, as far as they are there before anything runs. Their assemblies count
    /// for the graph's hash.
    /// </summary>
    public IReadOnlyList<object> UserCode { get; init; } = [];

    /// <summary>The key of its state; null when it has none.</summary>
    public Type? KeyType { get; init; }

    /// <summary>What the node keeps in state, or copies into results, besides what its edges carry; each needs a serializer.</summary>
    internal IReadOnlyList<Type> StateTypes { get; init; } = [];

    /// <summary>
    /// Checks at the edge that the node can run: its source readable, its target writable, its keys possible.
    /// </summary>
    /// <exception cref="JobValidationException">It cannot.</exception>
    public Action<int>? Validation { get; init; }

    /// <summary>
    /// The names of what the node writes, with so many subtasks, and no other node of the graph may write; null when there are none.
    /// </summary>
    public Func<int, IEnumerable<string>>? ExclusiveTargets { get; init; }

    /// <summary>What stands beside a job's coordinator for a source; null for other operators.</summary>
    internal virtual SourceCoordination? CreateCoordination(CoordinationSurroundings surroundings) => null;

    /// <summary>A node that says the same and does not hear of later changes of this one.</summary>
    public StreamNode Copy() => (StreamNode)MemberwiseClone();

    /// <summary>A new operator for one subtask.</summary>
    public abstract IStreamOperator CreateOperator();
}
