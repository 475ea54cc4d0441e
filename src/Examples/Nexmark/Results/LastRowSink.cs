using System.Runtime.InteropServices;
using FlowActors.Sinks;

namespace FlowActors.Examples.Nexmark;

/// <summary>Keeps the last row of each key.</summary>
internal sealed class LastRowSink<TRow, TKey>(Func<TRow, TKey> keySelector, CollectedRows results) : Sink<TRow>
    where TRow : INexmarkRow
    where TKey : notnull
{
    public override bool ShowsResultsAtEndOnly => true;

    public override SinkWriter<TRow> CreateWriter() => new Writer(keySelector, results);

    private sealed class Writer(Func<TRow, TKey> keySelector, CollectedRows results) : SinkWriter<TRow>
    {
        private readonly Dictionary<TKey, TRow> _last = [];

        public override void Write(TRow value, long timestamp) =>
            CollectionsMarshal.GetValueRefOrAddDefault(_last, keySelector(value), out _) = value;

        public override void Commit()
        {
            var rows = new NexmarkRows();
            foreach (var row in _last.Values) rows.Add(row);
            results.Add(rows);
        }
    }
}
