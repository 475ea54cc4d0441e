using FlowActors.Sinks;

namespace FlowActors.Examples.Nexmark;

/// <summary>Keeps every row.</summary>
internal sealed class RowSink<TRow>(CollectedRows results) : Sink<TRow>
    where TRow : INexmarkRow
{
    public override bool ShowsResultsAtEndOnly => true;

    public override SinkWriter<TRow> CreateWriter() => new Writer(results);

    private sealed class Writer(CollectedRows results) : SinkWriter<TRow>
    {
        private readonly NexmarkRows _rows = new();

        public override void Write(TRow value, long timestamp) => _rows.Add(value);

        public override void Commit() => results.Add(_rows);
    }
}
