using FlowActors.Sinks;

namespace FlowActors.Bench.Candidates;

/// <summary>Drops the records and keeps a sum of them.</summary>
internal sealed class SumSink<T>(Func<long, T, long> add, Total total) : Sink<T>
{
    public override SinkWriter<T> CreateWriter() => new Writer(add, total);

    private sealed class Writer(Func<long, T, long> add, Total total) : SinkWriter<T>
    {
        private long _sum;

        public override void Write(T value, long timestamp) => _sum = add(_sum, value);

        public override void Flush(bool endOfInput)
        {
            if (endOfInput) total.Add(_sum);
        }
    }
}
