using FlowActors.Operators;
using FlowActors.Runtime.Exchange;
using FlowActors.Runtime.Subtasks.Metrics;

namespace FlowActors.Runtime.Subtasks;

/// <summary>
/// What joins a subtask to others: the channels that it reads and writes, for one routing. Its inputs are registered when it is made,
/// its outputs are opened while the chain is built.
/// </summary>
internal sealed class SubtaskWiring : IDisposable
{
    private readonly SubtaskInput _input;

    /// <param name="plan">The subtask.</param>
    /// <param name="services">The node.</param>
    /// <param name="quantum">Told whether an output is full.</param>
    /// <param name="cursor">The chain's.</param>
    /// <param name="checks">Makes the checks of records; null for none.</param>
    /// <param name="figures">Counts waits for room.</param>
    /// <param name="subtask">Woken by channels.</param>
    public SubtaskWiring(
        SubtaskPlan plan, NodeServices services, RunQuantum quantum, ExecutionCursor cursor, RecordChecks? checks, LiveFigures figures, IWakeable subtask)
    {
        var settings = services.Settings.Exchange;
        Outputs = new OutputGroup(quantum, settings.OverdraftBatchesMax, figures.Metered(services.BlockingScope));
        Builder = new OutputBuilder(plan, Outputs, services.Exchange, settings, checks, subtask, cursor);
        _input = SubtaskInput.Register(plan, services.Exchange, settings, checks, subtask);
    }

    /// <summary>All outputs.</summary>
    public OutputGroup Outputs { get; }

    /// <summary>Makes the writers of the outputs.</summary>
    public OutputBuilder Builder { get; }

    /// <summary>The writers made so far: control elements go to all of them.</summary>
    public IReadOnlyList<IControlWriter> Writers => Builder.Writers;

    /// <summary>What makes the head of a chain work: the reader of a source, or the gate over the inputs.</summary>
    public ChainHead CreateHead(IStreamOperator head, RecordNotes notes, RunQuantum quantum, ExecutionCursor cursor, IGateEvents events) => head switch
    {
        SourceOperator source => new SourceHead(source, quantum),
        IInputOperator operatorWithInputs => new GateHead(_input.CreateGate(operatorWithInputs, notes, quantum, cursor, events), _input.Credits),
        _ => throw new InvalidOperationException($"{head.GetType().Name} is neither a source nor an operator with inputs."),
    };

    /// <summary>Lets go of all channels.</summary>
    public void Dispose()
    {
        Builder.ClosePools();
        Outputs.Dispose();
        _input.Dispose();
    }
}
