using FlowActors.Graph;
using FlowActors.Operators;

namespace FlowActors.Runtime.Subtasks;

/// <summary>
/// Builds the operators of one subtask and wires them: tail first, so that each operator is set up with what comes behind it.
/// </summary>
/// <param name="plan">What to build.</param>
/// <param name="outputs">Builds the writers of its outgoing edges.</param>
/// <param name="cursor">Where the chain notes who is at work.</param>
/// <param name="checks">Makes the checks of records that go from operator to operator; null for none.</param>
/// <param name="notes">Notes what records they were given.</param>
/// <param name="createContext">The surroundings of an operator, by its chain index and its outputs.</param>
internal sealed class ChainBuilder(
    SubtaskPlan plan,
    OutputBuilder outputs,
    ExecutionCursor cursor,
    RecordChecks? checks,
    RecordNotes notes,
    Func<int, OperatorOutputs, OperatorContext> createContext)
{
    private readonly IStreamOperator[] _operators = new IStreamOperator[plan.Vertex.Chain.Count];

    /// <summary>The operators by chain index.</summary>
    public IReadOnlyList<IStreamOperator> Build()
    {
        var chain = plan.Vertex.Chain;
        for (var i = chain.Count - 1; i >= 0; i--)
        {
            cursor.ChainIndex = i;
            var made = chain[i].Node.CreateOperator();
            made.Setup(createContext(i, OutputsOf(i)));
            _operators[i] = made;
        }

        return _operators;
    }

    private OperatorOutputs OutputsOf(int index)
    {
        var node = plan.Vertex.Chain[index].Node.Id;
        var made = new OperatorOutputs();
        // Writers first: a key selector that fails in one is this operator's failure, while the cursor still shows it at work.
        foreach (var edge in plan.OutEdges.Where(e => e.Edge.Source == node))
            made.Add(edge.Edge, edge.Edge.Accept(new ToWriter(outputs, notes, edge, index)));
        foreach (var edge in plan.Vertex.InnerEdges.Where(e => e.Source == node))
            made.Add(edge, edge.Accept(new ToNext(this, index)));
        return made;
    }

    private sealed class ToWriter(OutputBuilder outputs, RecordNotes notes, JobEdge jobEdge, int emitter) : IStreamEdgeVisitor<object>
    {
        public object Visit<T>(StreamEdge<T> edge) => notes.Out(emitter, outputs.Build(edge, jobEdge));
    }

    private sealed class ToNext(ChainBuilder chain, int emitter) : IStreamEdgeVisitor<object>
    {
        // Behind the head of a chain there are only operators of one input, which are the output of what comes before them.
        public object Visit<T>(StreamEdge<T> edge)
        {
            var receiver = chain.IndexOf(edge.Target);
            var input = ((IInputOperator)chain._operators[receiver]).GetInput<T>(edge.To.Number);
            var next = chain.Noted(emitter, receiver, (Output<T>)input);
            return chain.Checked(edge, receiver, next);
        }
    }

    private Output<T> Noted<T>(int emitter, int receiver, Output<T> input) => notes.Between(emitter, receiver, input);

    private Output<T> Checked<T>(StreamEdge<T> edge, int receiver, Output<T> input) =>
        checks?.Of<T>(edge) is { } check ? new CheckedOutput<T>(input, check, cursor, receiver) : input;

    private int IndexOf(int node) => plan.Vertex.Chain.TakeWhile(o => o.Node.Id != node).Count();
}
