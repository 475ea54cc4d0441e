using FlowActors.Functions;
using FlowActors.Graph;
using FlowActors.Operators;
using FlowActors.Partitioning;
using FlowActors.Sinks;
using FlowActors.Sources;

namespace FlowActors;

/// <summary>Collects the nodes and edges of one environment's program.</summary>
internal sealed class StreamGraphBuilder(StreamExecutionEnvironment env)
{
    private readonly List<StreamNode> _nodes = [];
    private readonly List<StreamEdge> _edges = [];

    private string? _submittedAs;

    /// <summary>Who hears of each execution of the program.</summary>
    public List<IExecutionListener> Listeners { get; } = [];

    public DataStream<T> AddSource<T>(
        Source<T> source, string name, bool nonParallel, Delegate? function = null, WatermarkStrategy<T>? watermarks = null)
    {
        var node = new SourceNode<T>(_nodes.Count, name, source)
        {
            Kind = source.GetType().Name,
            IsNonParallel = nonParallel,
            UserCode = UserCode([source, function, .. watermarks?.UserCode ?? []]),
            Validation = _ => source.Validate(),
            Watermarks = watermarks,
        };
        node.Configuration = node.Configuration with { Chaining = ChainingStrategy.Head };
        Add(node);
        return new DataStream<T>(env, node, [new Upstream<T>(new NodePort(node.Id), null)]);
    }

    public StreamNode AddSink<T>(IEnumerable<Upstream<T>> inputs, Sink<T> sink, string name, bool nonParallel, Delegate? function)
    {
        CheckOpen($"Operator '{name}' was added");
        return AppendSink(inputs, sink, name, nonParallel, function);
    }

    private OperatorNode AppendSink<T>(IEnumerable<Upstream<T>> inputs, Sink<T> sink, string name, bool nonParallel, Delegate? function)
    {
        var node = new OperatorNode(_nodes.Count, name, [typeof(T)], [], () => new SinkOperator<T>(sink))
        {
            Kind = sink.GetType().Name,
            IsNonParallel = nonParallel,
            UserCode = UserCode([sink, function, .. sink.UserCode]),
            Validation = sink.Validate,
            ExclusiveTargets = sink.ExclusiveTargets,
            ShowsResultsAtEndOnly = sink.ShowsResultsAtEndOnly,
            StateTypes = sink.StateTypes,
        };
        _nodes.Add(node);
        Connect(inputs, node);
        return node;
    }

    public StreamNode AddOneInput<TIn, TOut>(
        IEnumerable<Upstream<TIn>> inputs,
        string name,
        Func<OneInputOperator<TIn, TOut>> create,
        object?[] userCode,
        Type? keyType = null,
        IReadOnlyList<Type>? stateTypes = null,
        bool hasSideOutputs = false)
    {
        var node = new OperatorNode(_nodes.Count, name, [typeof(TIn)], [new OutputPort(typeof(TOut))], create)
        {
            Kind = name,
            UserCode = UserCode(userCode),
            KeyType = keyType,
            StateTypes = stateTypes ?? [],
            HasSideOutputs = hasSideOutputs,
        };
        Add(node);
        Connect(inputs, node);
        return node;
    }

    public DataStream<TOut> AddTwoInput<TFirst, TSecond, TOut>(
        DataStream<TFirst> first,
        DataStream<TSecond> second,
        string name,
        Func<TwoInputOperator<TFirst, TSecond, TOut>> create,
        object[] userCode,
        Type? keyType,
        bool hasSideOutputs,
        params Type[] stateTypes)
    {
        var node = new OperatorNode(_nodes.Count, name, [typeof(TFirst), typeof(TSecond)], [new OutputPort(typeof(TOut))], create)
        {
            Kind = name,
            UserCode = userCode,
            KeyType = keyType,
            StateTypes = stateTypes,
            HasSideOutputs = hasSideOutputs,
        };
        Add(node);
        Connect(first.Upstreams, node, input: 0);
        Connect(second.Upstreams, node, input: 1);
        return new DataStream<TOut>(env, node, [new Upstream<TOut>(new NodePort(node.Id), null)]);
    }

    /// <summary>Connects an input of a node with the streams that it reads.</summary>
    private void Connect<T>(IEnumerable<Upstream<T>> upstreams, StreamNode node, int input = 0)
    {
        foreach (var upstream in upstreams)
        {
            _edges.Add(new StreamEdge<T>(upstream.Port, new NodePort(node.Id, input), upstream.Partitioner ?? new ForwardPartitioner<T>())
            {
                IsExplicit = upstream.Partitioner is not null,
            });
        }
    }

    public StreamGraph Build(string jobName, JobSettings settings)
    {
        if (string.IsNullOrWhiteSpace(jobName))
            throw new JobValidationException("A job needs a name: pass one that is not empty to ExecuteAsync.");
        if (_nodes.Count == 0)
            throw new JobValidationException($"Job '{jobName}' is empty: add at least one source and one sink before it is executed.");
        if (!_nodes.Any(n => n.IsSink))
            throw new JobValidationException(
                $"Job '{jobName}' has no sink, so nothing would come of it: end a stream in a sink, for example Print() or Discard().");
        JobSettingsRules.Check(settings);
        foreach (var node in _nodes) UserCodeRules.Check(node, jobName);
        foreach (var edge in _edges) UserCodeRules.Check(edge, _nodes[edge.Source], jobName);
        // The program may go on after this: what it changes then is for the next graph.
        return new StreamGraph(jobName, [.. _nodes.Select(n => n.Copy())], [.. _edges], settings);
    }

    /// <summary>The graph of the program with one more sink, which the program itself does not get.</summary>
    public StreamGraph BuildWith<T>(IEnumerable<Upstream<T>> inputs, Sink<T> sink, string name, string jobName, JobSettings settings)
    {
        var (nodes, edges) = (_nodes.Count, _edges.Count);
        try
        {
            AppendSink(inputs, sink, name, nonParallel: false, function: null);
            return Build(jobName, settings);
        }
        finally
        {
            _nodes.RemoveRange(nodes, _nodes.Count - nodes);
            _edges.RemoveRange(edges, _edges.Count - edges);
        }
    }

    /// <summary>The program is submitted as a job of that name: nothing can be added any more.</summary>
    /// <returns>Takes that back: the job was refused.</returns>
    public Action Close(string jobName)
    {
        var before = _submittedAs;
        _submittedAs = jobName;
        return () => _submittedAs = before;
    }

    /// <summary>Something is about to be added or changed, as a whole sentence without its end.</summary>
    /// <exception cref="JobValidationException">The program is submitted.</exception>
    public void CheckOpen(string change)
    {
        if (_submittedAs is null) return;
        throw new JobValidationException(
            $"{change} after the program had been submitted as job '{_submittedAs}', which it would be no part of. Say all before the program is " +
            "executed, and build another job in an environment of its own.");
    }

    private void Add(StreamNode node)
    {
        CheckOpen($"Operator '{node.Name}' was added");
        _nodes.Add(node);
    }

    private static object[] UserCode(params object?[] userCode) => [.. userCode.OfType<object>()];
}

/// <summary>One of the streams that a stream consists of: a node, and how its records are to be spread.</summary>
/// <param name="Port">The output of the node that makes the records.</param>
/// <param name="Partitioner">How they are spread; null leaves it to the parallelism of both sides.</param>
internal readonly record struct Upstream<T>(NodePort Port, Partitioner<T>? Partitioner);
