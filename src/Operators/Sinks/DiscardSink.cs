using FlowActors.Functions;

namespace FlowActors.Sinks;

/// <summary>Counts records and drops them.</summary>
internal sealed class DiscardSink<T> : Sink<T>
{
    public override SinkWriter<T> CreateWriter() => new Writer();

    private sealed class Writer : SinkWriter<T>
    {
        private LongCounter? _discarded;

        public override void Open(ISinkContext context) => _discarded = context.GetLongCounter(DataStreamSinks.DiscardedAccumulator);

        public override void Write(T value, long timestamp) => _discarded!.Add(1);
    }
}
