using System.Runtime.InteropServices;
using FlowActors.Sinks;

namespace FlowActors.Examples.Nexmark;

/// <summary>Keeps the last row of each key, as its line.</summary>
internal sealed class LastRowSink<TRow, TKey>(Func<TRow, TKey> keySelector, CollectedRows results) : CommittingSink<TRow, List<byte[]>>
    where TRow : INexmarkRow
    where TKey : notnull
{
    public override bool ShowsResultsAtEndOnly => true;

    public override CommittingSinkWriter<TRow, List<byte[]>> CreateWriter() => new Writer(keySelector);

    public override Committer<List<byte[]>> CreateCommitter() => new AddingCommitter<List<byte[]>>(results.Add);

    private sealed class Writer(Func<TRow, TKey> keySelector) : CommittingSinkWriter<TRow, List<byte[]>>
    {
        private readonly Dictionary<TKey, TRow> _last = [];
        private bool _isEnded;

        public override void Write(TRow value, long timestamp) =>
            CollectionsMarshal.GetValueRefOrAddDefault(_last, keySelector(value), out _) = value;

        public override void Flush(bool endOfInput) => _isEnded = endOfInput;

        public override IReadOnlyCollection<List<byte[]>> PrepareCommit()
        {
            if (!_isEnded) return [];
            var rows = new NexmarkRows();
            foreach (var row in _last.Values) rows.Add(row);
            return [rows.Lines];
        }
    }
}
