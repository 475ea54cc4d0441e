using System.Diagnostics.CodeAnalysis;
using FlowActors.Elements;
using FlowActors.Operators;
using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Exchange;
using FlowActors.Runtime.Exchange.InFlight;

namespace FlowActors.Runtime.Tests.Exchange;

/// <summary>A channel with as many credits as a test gives it; keeps what was sent, and its credits with it.</summary>
internal sealed class CountedSender<T>(int credits) : BatchSender<T>
{
    /// <summary>What may still be sent.</summary>
    public int CreditsLeft { get; set; } = credits;

    public override int Credits => Sent.Count + CreditsLeft;

    public override int CreditsInUse => Sent.Count;

    public List<Batch<T>> Sent { get; } = [];

    public bool IsDisposed { get; private set; }

    public List<CheckpointBarrier> Overtaking { get; } = [];

    public int Pushes { get; private set; }

    /// <summary>The records of all batches, in order.</summary>
    public IEnumerable<T> Records => Sent.SelectMany(b => b.Values.ToArray());

    public override bool TrySend(Batch<T> batch)
    {
        if (CreditsLeft == 0) return false;
        CreditsLeft--;
        Sent.Add(batch);
        return true;
    }

    public override void Push() => Pushes++;

    public override void Overtake(CheckpointBarrier barrier, List<Batch<T>> held) => Overtaking.Add(barrier);

    public override void Dispose() => IsDisposed = true;
}

/// <summary>A channel whose batches a test puts in.</summary>
internal sealed class QueueReceiver<T> : BatchReceiver<T>
{
    private long _taken;

    public Queue<Batch<T>> Batches { get; } = [];

    public override int QueueLength => Batches.Count;

    public override bool TryReceive([NotNullWhen(true)] out Batch<T>? batch)
    {
        if (!Batches.TryDequeue(out batch)) return false;
        _taken++;
        return true;
    }

    public override long Taken => _taken;

    /// <summary>What the receiver finds when it looks for a barrier that has overtaken what waits.</summary>
    public BarrierAnnouncement? Announcement { get; set; }

    public override void CopyWaiting(List<Batch<T>> target, long count) => target.AddRange(Batches.Take((int)count).Select(b => b.Retain()));

    public override BarrierAnnouncement? TakeAnnouncement()
    {
        var taken = Announcement;
        Announcement = null;
        return taken;
    }

    public override void Dispose()
    {
    }
}

/// <summary>Writes down everything it is told, one line each.</summary>
internal sealed class RecordingOutput : Output<string>, IGateEvents
{
    public List<string> Lines { get; } = [];

    /// <summary>Called with each record; may interrupt the quantum.</summary>
    public Action OnRecord { get; set; } = () => { };

    public override void Collect(string value, long timestamp)
    {
        Lines.Add(timestamp == Timestamps.None ? value : $"{value}@{timestamp}");
        OnRecord();
    }

    public override void Watermark(long timestamp) =>
        Lines.Add(timestamp == Timestamps.MaxWatermark ? "watermark max" : $"watermark {timestamp}");

    public override void Status(bool active) => Lines.Add(active ? "active" : "idle");

    public void Barrier(CheckpointBarrier barrier) => Lines.Add($"barrier {barrier.Checkpoint}");

    public void CheckpointAborted(long checkpoint) => Lines.Add($"aborted {checkpoint}");

    public void Idle() => Status(false);

    public void EndOfInput(int input) => Lines.Add($"end of input {input}");
}

/// <summary>Says when user code is about to wait.</summary>
internal sealed class RecordingScope : IBlockingScope
{
    private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Entered => _entered.Task;

    public int Depth { get; private set; }

    public IDisposable Enter()
    {
        Depth++;
        _entered.TrySetResult();
        return new Leaving(this);
    }

    private sealed class Leaving(RecordingScope scope) : IDisposable
    {
        public void Dispose() => scope.Depth--;
    }
}
