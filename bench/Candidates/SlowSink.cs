using FlowActors.Sinks;

namespace FlowActors.Bench.Candidates;

/// <summary>A sink that waits for somebody else at each record.</summary>
internal sealed class SlowSink : Sink<long>
{
    /// <summary>How long it takes for a record.</summary>
    public static readonly TimeSpan PerRecord = TimeSpan.FromMilliseconds(5);

    public override SinkWriter<long> CreateWriter() => new Writer();

    private sealed class Writer : SinkWriter<long>
    {
        public override void Write(long value, long timestamp) => Thread.Sleep(PerRecord);
    }
}
