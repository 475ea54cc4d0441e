using System.Diagnostics.CodeAnalysis;
using FlowActors.Elements;
using FlowActors.Operators;
using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Exchange;

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

    public override void Dispose() => IsDisposed = true;
}

/// <summary>A channel whose batches a test puts in.</summary>
internal sealed class QueueReceiver<T> : BatchReceiver<T>
{
    public Queue<Batch<T>> Batches { get; } = [];

    public override int QueueLength => Batches.Count;

    public override bool TryReceive([NotNullWhen(true)] out Batch<T>? batch) => Batches.TryDequeue(out batch);

    public override void CopyWaiting(List<Batch<T>> target, Predicate<Batch<T>> isLast)
    {
        foreach (var batch in Batches)
        {
            target.Add(batch.Retain());
            if (isLast(batch)) return;
        }
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
