using FlowActors.Operators;
using FlowActors.Sources.Coordination;

namespace FlowActors.Sources;

/// <summary>A reader within a reader: its splits are bytes. Used on the subtask's thread.</summary>
/// <typeparam name="T">The records.</typeparam>
internal abstract class StageReader<T>
{
    public abstract void Open(SourceReaderContext<T> context);

    public abstract void AddSplits(IReadOnlyList<byte[]> splits);

    public abstract void NoMoreSplits();

    public abstract Progress Read();

    public abstract IReadOnlyList<StageSplit> Snapshot(long checkpointId);

    public abstract void CheckpointComplete(long checkpointId);

    public abstract void CheckpointAborted(long checkpointId);

    public abstract void Close();
}

/// <inheritdoc/>
internal sealed class StageReader<T, TSplit>(SourceReader<T, TSplit> reader, SplitBytes<TSplit> bytes) : StageReader<T>
    where TSplit : ISourceSplit
{
    public override void Open(SourceReaderContext<T> context) => reader.Open(context);

    public override void AddSplits(IReadOnlyList<byte[]> splits) => reader.AddSplits([.. splits.Select(bytes.Read)]);

    public override void NoMoreSplits() => reader.NoMoreSplits();

    public override Progress Read() => reader.Read();

    public override IReadOnlyList<StageSplit> Snapshot(long checkpointId) => [.. reader.Snapshot(checkpointId).Select(bytes.Name)];

    public override void CheckpointComplete(long checkpointId) => reader.CheckpointComplete(checkpointId);

    public override void CheckpointAborted(long checkpointId) => reader.CheckpointAborted(checkpointId);

    public override void Close() => reader.Close();
}
