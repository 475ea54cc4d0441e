using FlowActors.Operators;
using FlowActors.Runtime.Exchange;
using FlowActors.Runtime.Exchange.InFlight;
using FlowActors.Runtime.Subtasks.Metrics;
using FlowActors.Sources;

namespace FlowActors.Runtime.Subtasks;

/// <summary>What makes a chain's head work: an input gate or a source.</summary>
internal abstract class ChainHead
{
    /// <summary>Records that came in over channels.</summary>
    public abstract long RecordsIn { get; }

    /// <summary>Batches that came in from this node and from others.</summary>
    public abstract (long Local, long Remote) BatchesIn { get; }

    /// <summary>Watermarks of channels that went back, and were ignored.</summary>
    public abstract long LateWatermarks { get; }

    /// <summary>Batches that wait in the channels.</summary>
    public abstract int QueueLength { get; }

    /// <summary>Batches that wait in the channels as a share of the channels' credits; 0 without channels.</summary>
    public abstract double PoolUsage { get; }

    /// <summary>How far it has read; on the subtask's thread.</summary>
    public abstract ReadPosition Position { get; }

    /// <summary>How far event time is at what it reads, of each part too; from any thread.</summary>
    public abstract InputTimes Times { get; }

    /// <summary>How far event time is at all that it reads; from any thread.</summary>
    public abstract ChannelTime EventTime { get; }

    /// <summary>How long the barriers of the checkpoint that was taken last have come in; zero without channels. From any thread.</summary>
    public abstract TimeSpan Alignment { get; }

    /// <summary>Whether it reads a source.</summary>
    public abstract bool IsSource { get; }

    /// <summary>Works until the quantum is over, an output is full, nothing is left for now, or for ever.</summary>
    public abstract Progress Run();

    /// <summary>Nothing more is read, as if the source had ended.</summary>
    public abstract void Drain();
}

internal sealed class GateHead(InputGate gate, int credits, IReadOnlyList<ChannelId> channels) : ChainHead
{
    public override long RecordsIn => gate.RecordsIn;

    public override (long Local, long Remote) BatchesIn => (gate.LocalBatchesIn, gate.RemoteBatchesIn);

    public override long LateWatermarks => gate.LateWatermarks;

    public override int QueueLength => gate.QueueLength;

    public override ReadPosition Position => gate.Position;

    // Other threads change the queues while they are added up.
    public override double PoolUsage => Math.Clamp((double)gate.QueueLength / credits, 0, 1);

    public override bool IsSource => false;

    public override ChannelTime EventTime => gate.EventTime;

    public override TimeSpan Alignment => gate.Alignment;

    public override InputTimes Times
    {
        get
        {
            var (whole, looks) = gate.LookAtEventTime();
            var parts = channels.Zip(looks, (c, l) => new InputTime(c.Edge.Source, c.Sender, c.Edge.Edge.To.Number, l));
            return new InputTimes(new EventTimeLook(null, whole.Watermark, whole.IsActive, 0), HasStrategy: false, [.. parts]);
        }
    }

    public override Progress Run() => gate.Run();

    public override void Drain() => throw new InvalidOperationException("Only a source is drained.");
}

internal sealed class SourceHead(SourceOperator source, RunQuantum quantum, ExecutionCursor cursor) : ChainHead
{
    private bool _ended;

    public override long RecordsIn => 0;

    public override (long Local, long Remote) BatchesIn => (0, 0);

    public override long LateWatermarks => 0;

    public override int QueueLength => 0;

    public override double PoolUsage => 0;

    public override ReadPosition Position => cursor.Split is { } split
        ? new ReadPosition(split.RecordsRead, split.IsReading) { Split = split.Name }
        : new ReadPosition(0, false);

    public override bool IsSource => true;

    public override ChannelTime EventTime => source.LookAtEventTime() is var look ? new ChannelTime(look.Watermark, look.IsActive) : default;

    public override TimeSpan Alignment => TimeSpan.Zero;

    public override InputTimes Times =>
        new(source.LookAtEventTime(), source.HasStrategy, [.. source.LookAtSplits().Select(s => new InputTime(null, null, 0, s))]);

    public override void Drain() => _ended = true;

    public override Progress Run()
    {
        var progress = _ended ? Progress.Done : source.Poll();
        return progress == Progress.Done ? End() : progress;
    }

    private Progress End()
    {
        _ended = true;
        // An operator may stand still with results of the last record; the watermark must not overtake them.
        if (quantum.ShouldYield()) return quantum.Stop;
        source.EndEventTime();
        return Progress.Done;
    }
}
