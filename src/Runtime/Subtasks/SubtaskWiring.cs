using FlowActors.Operators;
using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Exchange;
using FlowActors.Runtime.Exchange.InFlight;
using FlowActors.Runtime.Subtasks.Metrics;

namespace FlowActors.Runtime.Subtasks;

/// <summary>
/// What joins a subtask to others: the channels that it reads and writes, for one routing. Its inputs are registered when it is made,
/// its outputs are opened while the chain is built.
/// </summary>
internal sealed class SubtaskWiring : IDisposable
{
    private readonly SubtaskInput _input;
    private InputGate? _gate;
    private InFlightRecording? _recording;

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
    public ChainHead CreateHead(IStreamOperator head, RecordNotes notes, RunQuantum quantum, ExecutionCursor cursor, IGateEvents events)
    {
        if (head is SourceOperator source) return new SourceHead(source, quantum, cursor);
        _gate = _input.CreateGate((IInputOperator)head, notes, quantum, cursor, events);
        return new GateHead(_gate, _input.Credits);
    }

    /// <summary>The barrier of a checkpoint enters at the gate, as those that send to it may have ended without one.</summary>
    public void Enter(CheckpointBarrier barrier) => _gate!.Enter(barrier);

    /// <summary>The event time of each channel; none where there are no channels.</summary>
    public IReadOnlyList<ChannelTime> ChannelTimes => _gate?.ChannelTimes ?? [];

    /// <summary>Puts back the event time of each channel, before the first run.</summary>
    public void RestoreTimes(IReadOnlyList<ChannelTime> times) => _gate?.RestoreTimes(times);

    /// <summary>A checkpoint was aborted by whoever leads it: no channel stands still for it any more.</summary>
    /// <returns>The number of a lower checkpoint that was under way, and ends with it; null when there was none.</returns>
    public long? Abort(long checkpoint)
    {
        EndRecording(checkpoint);
        return _gate?.Abort(checkpoint);
    }

    /// <summary>
    /// The one door to what is under way: takes note of what waits here, and goes on with each input channel until its barrier comes.
    /// Nothing is taken by this.
    /// </summary>
    /// <param name="checkpoint">The barrier's number; null for what is there now.</param>
    /// <returns>Until it is complete it ends, cancelled, with its checkpoint or when a higher one is recorded.</returns>
    public InFlightRecording Record(long? checkpoint)
    {
        if (checkpoint is { } number) EndRecording(number);
        var recording = new InFlightRecording(checkpoint, _gate?.Record(checkpoint) ?? [], Outputs.Copy());
        if (checkpoint is not null) _recording = recording;
        return recording;
    }

    /// <summary>Puts back what was under way at a subtask of the same wiring, before the first run.</summary>
    public void Restore(InFlightData data)
    {
        _gate?.Restore(data.Inputs);
        Outputs.Restore(data.Outputs);
    }

    /// <summary>A barrier has passed: what is recorded for lower checkpoints ends, cancelled.</summary>
    public void EndRecordingsBelow(long checkpoint) => EndRecording(checkpoint - 1);

    private void EndRecording(long checkpoint)
    {
        if (_recording is { IsComplete: false } open && open.Checkpoint <= checkpoint) open.Cancel();
    }

    /// <summary>Lets go of all channels.</summary>
    public void Dispose()
    {
        Builder.ClosePools();
        Outputs.Dispose();
        _input.Dispose();
    }
}
