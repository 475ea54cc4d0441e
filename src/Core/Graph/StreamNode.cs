namespace FlowActors.Graph;

/// <summary>How an operator may be fused with the one before it.</summary>
public enum ChainingStrategy
{
    /// <summary>Wherever the edge and the parallelism allow it.</summary>
    Always,

    /// <summary>It starts a chain: fused with what follows, not with what comes before.</summary>
    Head,

    /// <summary>It is a chain of its own.</summary>
    Never,
}

/// <summary>One operator of a <see cref="StreamGraph"/> as the program asked for it.</summary>
public abstract class StreamNode
{
    private protected StreamNode(int id, string name)
    {
        Id = id;
        Name = name;
    }

    /// <summary>The number in the graph, from 0, in the order of the program.</summary>
    public int Id { get; }

    /// <summary>The name shown to people.</summary>
    public string Name { get; set; }

    /// <summary>
    /// What kind of operator it is, whatever it is named: the operation, or the class of a source or sink. A part of a derived uid.
    /// </summary>
    public required string Kind { get; init; }

    /// <summary>The name by which state is found again; null derives one from the graph.</summary>
    public string? Uid { get; set; }

    /// <summary>A longer text for people; null when there is none.</summary>
    public string? Description { get; set; }

    /// <summary>The number of subtasks; null takes the job's.</summary>
    public int? Parallelism { get; set; }

    /// <summary>The number of key groups; null takes the job's, or Flink's default for the parallelism.</summary>
    public int? MaxParallelism { get; set; }

    /// <summary>Set for operators that work in one subtask only, whatever the job's parallelism is.</summary>
    public bool IsNonParallel { get; init; }

    /// <summary>How it may be chained.</summary>
    public ChainingStrategy Chaining { get; set; }

    /// <summary>True when its code blocks: its vertex then runs on the elastic pool instead of the operators' threads.</summary>
    public bool IsBlocking { get; set; }

    /// <summary>The type of its results; <see cref="Operators.Nothing"/> for sinks.</summary>
    public abstract Type OutputType { get; }

    /// <summary>True when it has no input.</summary>
    public abstract bool IsSource { get; }

    /// <summary>True when it has no output.</summary>
    public bool IsSink => OutputType == typeof(Operators.Nothing);

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

    /// <summary>A node that says the same and does not hear of later changes of this one.</summary>
    public StreamNode Copy() => (StreamNode)MemberwiseClone();

    /// <summary>Calls the visitor with the node's static types.</summary>
    public abstract TResult Accept<TResult>(IStreamNodeVisitor<TResult> visitor);
}

/// <summary>Recovers the static types of nodes without reflection.</summary>
/// <typeparam name="TResult">What a visit gives.</typeparam>
public interface IStreamNodeVisitor<out TResult>
{
    /// <summary>A source.</summary>
    TResult Visit<T>(SourceNode<T> node);

    /// <summary>An operator with one input.</summary>
    TResult Visit<TIn, TOut>(OneInputNode<TIn, TOut> node);
}
