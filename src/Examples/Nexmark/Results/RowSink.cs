using FlowActors.Sinks;

namespace FlowActors.Examples.Nexmark;

/// <summary>Keeps every row, as its line.</summary>
internal sealed class RowSink<TRow>(CollectedRows results) : CommittingSink<TRow, List<byte[]>>
    where TRow : INexmarkRow
{
    public override bool ShowsResultsAtEndOnly => true;

    public override CommittingSinkWriter<TRow, List<byte[]>> CreateWriter() => new Writer();

    public override Committer<List<byte[]>> CreateCommitter() => new AddingCommitter<List<byte[]>>(results.Add);

    private sealed class Writer : CommittingSinkWriter<TRow, List<byte[]>>
    {
        private readonly NexmarkRows _rows = new();
        private bool _isEnded;

        public override void Write(TRow value, long timestamp) => _rows.Add(value);

        public override void Flush(bool endOfInput) => _isEnded = endOfInput;

        public override IReadOnlyCollection<List<byte[]>> PrepareCommit() => _isEnded ? [_rows.Lines] : [];
    }
}
