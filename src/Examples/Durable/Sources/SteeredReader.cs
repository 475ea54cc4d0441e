using FlowActors.Operators;
using FlowActors.Sources;

namespace FlowActors.Examples.Durable;

/// <summary>Reads as the reader within, when it may.</summary>
internal sealed class SteeredReader<T, TSplit>(SourceReader<T, TSplit> reader, SourceSteering steering) : SourceReader<T, TSplit>
    where TSplit : ISourceSplit
{
    private Action? _wake;

    public override void Open(SourceReaderContext<T> context)
    {
        _wake = context.Operator.Wake;
        var attempt = context.Operator.Attempt;
        steering.Add(_wake, attempt);
        reader.Open(context.With(new Leave(steering, attempt, context.Operator.GetLongCounter(SteeredRecords.Accumulator).Add)));
    }

    public override void AddSplits(IReadOnlyList<TSplit> splits) => reader.AddSplits(splits);

    public override void NoMoreSplits() => reader.NoMoreSplits();

    public override Progress Read() => reader.Read() is var progress && progress == Progress.Done && steering.HoldsEnd ? Progress.Waiting : progress;

    public override IReadOnlyList<TSplit> Snapshot(long checkpointId) => reader.Snapshot(checkpointId);

    public override void CheckpointComplete(long checkpointId) => reader.CheckpointComplete(checkpointId);

    public override void CheckpointAborted(long checkpointId) => reader.CheckpointAborted(checkpointId);

    public override void Close()
    {
        if (_wake is not null) steering.Remove(_wake);
        reader.Close();
    }

    private sealed class Leave(SourceSteering steering, int attempt, Action<long> read) : RecordAllowance
    {
        public override int Take(int max) => steering.Take(max, attempt);

        public override void Settle(int taken, int emitted)
        {
            read(emitted);
            steering.GiveBack(taken - emitted, attempt);
        }
    }
}

/// <summary>What a source that is led counts.</summary>
internal static class SteeredRecords
{
    /// <summary>The accumulator of the records that were read, over the whole job: a restore brings back what it was.</summary>
    public const string Accumulator = "recordsRead";

    /// <summary>How many records a job has read.</summary>
    public static long Of(IReadOnlyDictionary<string, object> accumulators) => accumulators.TryGetValue(Accumulator, out var read) ? (long)read : 0;
}
