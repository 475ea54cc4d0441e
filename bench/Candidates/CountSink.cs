using FlowActors.Sinks;

namespace FlowActors.Bench.Candidates;

/// <summary>Drops counts and keeps their sum, in its own field as the baseline does.</summary>
internal sealed class CountSink<TKey>(Total total) : Sink<KeyValuePair<TKey, long>>
{
    public override SinkWriter<KeyValuePair<TKey, long>> CreateWriter() => new Writer(total);

    private sealed class Writer(Total total) : SinkWriter<KeyValuePair<TKey, long>>
    {
        private long _sum;

        public override void Write(KeyValuePair<TKey, long> value, long timestamp) => _sum += value.Value;

        public override void Flush(bool endOfInput)
        {
            if (endOfInput) total.Add(_sum);
        }
    }
}
