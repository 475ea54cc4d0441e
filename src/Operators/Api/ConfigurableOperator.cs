using FlowActors.Graph;

namespace FlowActors;

/// <summary>
/// What can be said about an operator besides what it does, whatever it is: a transformation, a source or a sink. Each method
/// changes the program and gives the same object back; once the program is submitted it throws a <see cref="JobValidationException"/>.
/// </summary>
/// <typeparam name="TSelf">The stream or sink whose operator it is.</typeparam>
public abstract class ConfigurableOperator<TSelf>
    where TSelf : ConfigurableOperator<TSelf>
{
    private readonly StreamNode? _node;
    private readonly StreamGraphBuilder _graph;

    private protected ConfigurableOperator(StreamNode? node, StreamGraphBuilder graph) => (_node, _graph) = (node, graph);

    private protected StreamNode? Operator => _node;

    private protected string OperatorName => _node is null ? "a union, a partitioning or a side output" : $"operator '{_node.Name}'";

    /// <summary>Names the operator, for people.</summary>
    public TSelf WithName(string name) => Change(c => c with { Name = name });

    /// <summary>Describes the operator, for people.</summary>
    public TSelf WithDescription(string description) => Change(c => c with { Description = description });

    /// <summary>Names the operator for ever: its state is found again by this uid, which is unique in the program, not empty, and without control characters.</summary>
    public TSelf WithUid(string uid) => Change(c => c with { Uid = uid });

    /// <summary>Sets the operator's number of subtasks.</summary>
    /// <exception cref="JobValidationException">The number is out of range, or the operator works in one subtask only.</exception>
    public TSelf WithParallelism(int parallelism)
    {
        ParallelismRules.CheckParallelism(parallelism, Node);
        return Change(c => c with { Parallelism = parallelism });
    }

    /// <summary>Sets the operator's number of key groups.</summary>
    /// <exception cref="JobValidationException">The number is out of range.</exception>
    public TSelf WithMaxParallelism(int maxParallelism)
    {
        ParallelismRules.CheckMaxParallelism(maxParallelism, $"operator '{Node.Name}'");
        return Change(c => c with { MaxParallelism = maxParallelism });
    }

    /// <summary>Starts a new chain with this operator.</summary>
    public TSelf StartNewChain() => Change(c => c with { Chaining = ChainingStrategy.Head });

    /// <summary>Chains this operator with nothing.</summary>
    public TSelf DisableChaining() => Change(c => c with { Chaining = ChainingStrategy.Never });

    /// <summary>
    /// Says that the operator's code blocks (waits for a disk, a service, a lock): it then runs on an elastic pool and takes
    /// no thread from the others.
    /// </summary>
    public TSelf Blocking() => Change(c => c with { IsBlocking = true });

    /// <summary>
    /// Lets anyone who may ask the cluster read all keyed state of the operator while the job runs: that of its functions, and that of built-in ones, which is named
    /// <c>reduce</c> or <c>aggregate</c>. Single states are marked by their descriptors (<see cref="State.StateDescriptor.IsQueryable"/>).
    /// </summary>
    public TSelf WithQueryableState() => Change(c => c with { IsStateQueryable = true });

    private StreamNode Node => _node
        ?? throw new JobValidationException("A KeyBy, a union, a partitioning or a side output is no operator: name or configure the operator before or after it.");

    private TSelf Change(Func<OperatorConfiguration, OperatorConfiguration> change)
    {
        _graph.CheckOpen($"Operator '{Node.Name}' was changed");
        Node.Configuration = change(Node.Configuration);
        return (TSelf)this;
    }
}
