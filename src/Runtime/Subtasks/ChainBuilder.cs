using FlowActors.Elements;
using FlowActors.Graph;
using FlowActors.Operators;
using FlowActors.Partitioning;

namespace FlowActors.Runtime.Subtasks;

/// <summary>
/// Builds the operators of one subtask and wires them: tail first, so that each operator is made with what comes behind it.
/// </summary>
/// <param name="plan">What to build.</param>
/// <param name="outputs">Builds the writers of its outgoing edges.</param>
/// <param name="cursor">Where the chain notes who is at work.</param>
/// <param name="checks">Makes the checks of records that go from operator to operator; null for none.</param>
/// <param name="showsRecords">Whether it also notes what records they were given.</param>
internal sealed class ChainBuilder(SubtaskPlan plan, OutputBuilder outputs, ExecutionCursor cursor, RecordChecks? checks, bool showsRecords)
    : IStreamNodeVisitor<IStreamOperator>
{
    private readonly Dictionary<int, object> _inputs = [];

    /// <summary>Where records enter the chain: an <see cref="Output{T}"/>, or the source; there once it is built.</summary>
    public object Head => _inputs[plan.Vertex.Chain[0].Node.Id];

    /// <summary>The operators by chain index.</summary>
    public IReadOnlyList<IStreamOperator> Build()
    {
        var chain = plan.Vertex.Chain;
        var operators = new IStreamOperator[chain.Count];
        for (var i = chain.Count - 1; i >= 0; i--)
        {
            cursor.ChainIndex = i;
            operators[i] = chain[i].Node.Accept(this);
        }

        return operators;
    }

    public IStreamOperator Visit<T>(SourceNode<T> node)
    {
        var made = node.CreateOperator();
        _inputs[node.Id] = made;
        return Wire(node, made, null);
    }

    public IStreamOperator Visit<TIn, TOut>(OneInputNode<TIn, TOut> node)
    {
        var made = node.CreateOperator();
        var input = showsRecords ? new NotedOutput<TIn>(made, cursor) : null;
        _inputs[node.Id] = input ?? (Output<TIn>)made;
        return Wire(node, made, input);
    }

    private OneInputOperator<TIn, TOut> Wire<TIn, TOut>(StreamNode node, OneInputOperator<TIn, TOut> made, NotedOutput<TIn>? input)
    {
        var targets = new List<Output<TOut>>();
        // Writers first: a key selector that fails in one is this operator's failure, while the cursor still shows it at work.
        foreach (var edge in plan.OutEdges.Where(e => e.Edge.Source == node.Id)) targets.Add(Noted(outputs.Build((StreamEdge<TOut>)edge.Edge, edge), input));
        foreach (var edge in plan.Vertex.InnerEdges.Where(e => e.Source == node.Id)) targets.Add(Next((StreamEdge<TOut>)edge, input));
        made.ConnectTo(targets switch
        {
            [] => new DroppingOutput<TOut>(),
            [var only] => only,
            _ => new FanOutOutput<TOut>([.. targets]),
        });
        return made;
    }

    private Output<T> Noted<T>(Output<T> writer, IRecordAtHand? outer) => showsRecords ? new NotedOutput<T>(writer, cursor) { Outer = outer } : writer;

    private Output<T> Next<T>(StreamEdge<T> edge, IRecordAtHand? outer)
    {
        var next = (Output<T>)_inputs[edge.Target];
        if (next is NotedOutput<T> noted) noted.Outer = outer;
        if (checks?.Of<T>(edge) is not { } check) return next;
        var index = plan.Vertex.Chain.TakeWhile(o => o.Node.Id != edge.Target).Count();
        return new CheckedOutput<T>(next, check, cursor, index);
    }
}

/// <summary>Nobody takes the results.</summary>
internal sealed class DroppingOutput<T> : Output<T>
{
    public override void Collect(T value, long timestamp)
    {
    }

    public override void Watermark(long timestamp)
    {
    }

    public override void Status(bool active)
    {
    }
}

/// <summary>Several take the results, each the same object.</summary>
internal sealed class FanOutOutput<T>(Output<T>[] targets) : Output<T>
{
    public override void Collect(T value, long timestamp)
    {
        foreach (var target in targets) target.Collect(value, timestamp);
    }

    public override void Watermark(long timestamp)
    {
        foreach (var target in targets) target.Watermark(timestamp);
    }

    public override void Status(bool active)
    {
        foreach (var target in targets) target.Status(active);
    }
}
