using FlowActors.Elements;
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
    private readonly int _index;
    private InputGate? _gate;

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
        _index = plan.Id.Index;
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
    public IReadOnlyList<OutgoingChannels> Outgoing => Builder.Outgoing;

    /// <summary>What makes the head of a chain work: the reader of a source, or the gate over the inputs.</summary>
    public ChainHead CreateHead(IStreamOperator head, RecordNotes notes, RunQuantum quantum, ExecutionCursor cursor, IGateEvents events)
    {
        if (head is SourceOperator source) return new SourceHead(source, quantum, cursor);
        _gate = _input.CreateGate((IInputOperator)head, notes, quantum, cursor, events);
        return new GateHead(_gate, _input.Credits, _input.Channels);
    }

    /// <summary>The barrier of a checkpoint enters at the gate, as those that send to it may have ended without one.</summary>
    public void Enter(CheckpointBarrier barrier) => _gate!.Enter(barrier);

    /// <summary>The event time of each channel; none where there are no channels.</summary>
    public IReadOnlyList<ChannelTime> ChannelTimes => _gate?.ChannelTimes ?? [];

    /// <summary>What was said of event time last, to all that come behind; null where nobody does. From any thread, once the outputs are built.</summary>
    public EventTimeLook? Said => Outgoing is [{ Writer.Said: var said }, ..] ? new EventTimeLook(null, said.Watermark, said.IsActive, 0) : null;

    /// <summary>How long the barriers of the checkpoint that was taken last have come in, from the first to the last that was awaited; zero without channels.</summary>
    public TimeSpan Alignment => _gate?.Alignment ?? TimeSpan.Zero;

    /// <summary>Puts back the event time of each channel, before the first run.</summary>
    public void RestoreTimes(IReadOnlyList<ChannelTime> times) => _gate?.RestoreTimes(times);

    /// <summary>A checkpoint was aborted by whoever leads it: no channel stands still for it any more.</summary>
    /// <returns>The number of a lower checkpoint that was under way, and ends with it; null when there was none.</returns>
    public long? Abort(long checkpoint, IReadOnlyList<long> underWay) => _gate?.Abort(checkpoint, underWay);

    /// <summary>Looks at the input channels for barriers that have overtaken what is under way.</summary>
    public void LookForBarriers() => _gate?.LookForBarriers();

    /// <summary>Puts a control element on all channels of all outputs.</summary>
    public void Mark(ControlKind kind, long value)
    {
        foreach (var outgoing in Outgoing) outgoing.Writer.Mark(kind, value);
    }

    /// <summary>
    /// A barrier has passed the chain and goes out: on channels that it may overtake before all that is under way here, on the others behind it.
    /// </summary>
    /// <param name="barrier">The barrier.</param>
    /// <param name="hasEnded">True when the end has gone out, so that nothing may follow it.</param>
    /// <returns>What it has overtaken, and of each input channel what comes before it; null when it overtakes nothing.</returns>
    public InFlightRecording? Send(CheckpointBarrier barrier, bool hasEnded)
    {
        if (!barrier.Overtakes)
        {
            if (!hasEnded) Mark(ControlKind.Barrier, barrier.ToMark());
            return null;
        }

        var recording = new InFlightRecording(barrier.Checkpoint);
        Outputs.FlushBlocks();
        foreach (var outgoing in Outgoing)
        {
            if (outgoing.MayBeOvertaken) Overtake(outgoing, barrier, recording, isMarked: false);
            else if (!hasEnded) outgoing.Writer.Mark(ControlKind.Barrier, barrier.ToMark());
        }

        if (_gate is null) return recording;
        foreach (var (edge, data) in _gate.CopyAhead()) recording.Add(new ChannelId(edge, ChannelId.Ahead, _index, IsOutput: false), data);
        var inputs = _gate.Record(barrier.Checkpoint);
        for (var channel = 0; channel < inputs.Count; channel++)
        {
            if (inputs[channel] is { } input) recording.Add(_input.Channels[channel], input);
        }

        return recording;
    }

    /// <summary>A barrier that went out behind what is under way overtakes it now.</summary>
    /// <param name="barrier">The barrier.</param>
    /// <param name="wasMarked">False when the end had gone out before, and nothing behind it.</param>
    /// <returns>What it has overtaken.</returns>
    public InFlightRecording SendAhead(CheckpointBarrier barrier, bool wasMarked)
    {
        var recording = new InFlightRecording(barrier.Checkpoint);
        Outputs.FlushBlocks();
        foreach (var outgoing in Outgoing.Where(o => o.MayBeOvertaken)) Overtake(outgoing, barrier, recording, wasMarked);
        return recording;
    }

    /// <summary>Whether a barrier that went out behind what is under way has left, on all channels that it might overtake.</summary>
    /// <param name="checkpoint">Its number; null where the end had gone out before, which must have left.</param>
    public bool HasLeft(long? checkpoint) => Outgoing.All(o => !o.MayBeOvertaken || o.Writer.HasLeft(checkpoint));

    /// <summary>Puts back what was under way, before the first run.</summary>
    public void Restore(IEnumerable<RestoredChannel> restored)
    {
        foreach (var (channel, data, isRoutedAnew) in restored)
        {
            if (channel.IsOutput)
            {
                var outgoing = Outgoing.First(o => o.Edge == channel.Edge);
                if (isRoutedAnew) outgoing.Writer.EmitAgain(data);
                else outgoing.Writer.Restore(outgoing.Receivers.TakeWhile(r => r != channel.Receiver).Count(), data);
            }
            else if (isRoutedAnew)
            {
                _gate!.RestoreAhead(channel.Edge, data);
            }
            else
            {
                _gate!.Restore(_input.Channels.TakeWhile(c => c != channel).Count(), data);
            }

            data.Release();
        }
    }

    private void Overtake(OutgoingChannels outgoing, CheckpointBarrier barrier, InFlightRecording recording, bool isMarked)
    {
        var data = outgoing.Writer.Overtake(barrier, isMarked);
        for (var i = 0; i < data.Count; i++) recording.Add(new ChannelId(outgoing.Edge, _index, outgoing.Receivers[i], IsOutput: true), data[i]);
    }

    /// <summary>Lets go of all channels.</summary>
    public void Dispose()
    {
        Builder.ClosePools();
        Outputs.Dispose();
        _input.Dispose();
    }
}
