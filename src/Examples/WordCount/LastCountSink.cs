using System.Runtime.InteropServices;
using FlowActors.Sinks;

namespace FlowActors.Examples.WordCount;

/// <summary>
/// Keeps the last count of each word. Runs chained behind the count, where all counts of a word are, so that the many
/// updates go nowhere and only the final counts leave their subtask.
/// </summary>
internal sealed class LastCountSink(WordCounts counts) : Sink<KeyValuePair<string, long>>
{
    public override bool ShowsResultsAtEndOnly => true;

    public override SinkWriter<KeyValuePair<string, long>> CreateWriter() => new Writer(counts);

    private sealed class Writer(WordCounts counts) : SinkWriter<KeyValuePair<string, long>>
    {
        private readonly Dictionary<string, long> _last = [];

        public override void Write(KeyValuePair<string, long> value, long timestamp) =>
            CollectionsMarshal.GetValueRefOrAddDefault(_last, value.Key, out _) = value.Value;

        public override void Commit() => counts.Add(_last);
    }
}
