using System.Runtime.InteropServices;
using FlowActors.Sinks;

namespace FlowActors.Examples.WordCount;

/// <summary>
/// Keeps the last count of each word. Runs chained behind the count, where all counts of a word are, so that the many
/// updates go nowhere and only the final counts leave their subtask.
/// </summary>
internal sealed class LastCountSink(WordCounts counts) : CommittingSink<KeyValuePair<string, long>, Dictionary<string, long>>
{
    public override bool ShowsResultsAtEndOnly => true;

    public override CommittingSinkWriter<KeyValuePair<string, long>, Dictionary<string, long>> CreateWriter() => new Writer();

    public override Committer<Dictionary<string, long>> CreateCommitter() => new AddingCommitter<Dictionary<string, long>>(counts.Add);

    private sealed class Writer : CommittingSinkWriter<KeyValuePair<string, long>, Dictionary<string, long>>
    {
        private readonly Dictionary<string, long> _last = [];
        private bool _isEnded;

        public override void Write(KeyValuePair<string, long> value, long timestamp) =>
            CollectionsMarshal.GetValueRefOrAddDefault(_last, value.Key, out _) = value.Value;

        public override void Flush(bool endOfInput) => _isEnded = endOfInput;

        public override IReadOnlyCollection<Dictionary<string, long>> PrepareCommit() => _isEnded ? [_last] : [];
    }
}
