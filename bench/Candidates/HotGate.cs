using System.Diagnostics;
using FlowActors.Functions;
using FlowActors.Operators;
using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Exchange;

namespace FlowActors.Bench.Candidates;

/// <summary>
/// A chain of one keyed operator behind an input gate, and a tail that sums what it emits: built, opened, run quantum by quantum to
/// the end of its input and closed on the calling thread, as a subtask does it.
/// </summary>
internal static class HotGate
{
    private static readonly TimeSpan Quantum = TimeSpan.FromMilliseconds(1);

    /// <summary>Counts longs by themselves; the sum of all counts emitted.</summary>
    public static long Count(HotFeed<long> feed)
    {
        var tail = new CountTail();
        Run(feed, new KeyedCountOperator<long, long>(static x => x), tail);
        return tail.Sum;
    }

    /// <summary>Runs a process function; the sum of what it emits.</summary>
    public static long Process<T>(HotFeed<T> feed, Func<T, long> key, Func<KeyedProcessFunction<long, T, long>> create)
    {
        var tail = new SumTail();
        Run(feed, new KeyedProcessOperator<long, T, long>(key, create), tail);
        return tail.Sum;
    }

    private static void Run<TIn, TOut>(HotFeed<TIn> feed, OneInputOperator<TIn, TOut> head, Output<TOut> tail)
    {
        var context = new HotContext(new RunQuantum(Quantum), tail);
        head.Setup(context);
        head.Open();
        var gate = new InputGate([new InputPort<TIn>([feed], head, context.Quantum, context.Cursor)], head, context.Quantum, new NoEvents());
        do context.Quantum.Begin(Stopwatch.GetTimestamp());
        while (gate.Run() != Progress.Done);
        head.Close();
    }

    private sealed class CountTail : Tail<KeyValuePair<long, long>>
    {
        public long Sum { get; private set; }

        public override void Collect(KeyValuePair<long, long> value, long timestamp) => Sum += value.Value;
    }

    private sealed class SumTail : Tail<long>
    {
        public long Sum { get; private set; }

        public override void Collect(long value, long timestamp) => Sum += value;
    }

    private abstract class Tail<T> : Output<T>
    {
        public override void Watermark(long timestamp)
        {
        }

        public override void Status(bool active)
        {
        }
    }

    private sealed class NoEvents : IGateEvents
    {
        public void CheckpointAborted(long checkpoint)
        {
        }

        public void Idle()
        {
        }

        public void EndOfInput(int input)
        {
        }

        public void Barrier(CheckpointBarrier barrier) => throw new InvalidOperationException("Nobody triggers a checkpoint here.");
    }
}
