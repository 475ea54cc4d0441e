using System.Diagnostics;
using FlowActors.Bench.Harness;
using FlowActors.Sinks;

namespace FlowActors.Bench.Candidates;

/// <summary>Records how late records arrive; those numbered below <paramref name="from"/> are warm-up.</summary>
internal sealed class LatencySink(long from, LatencyHistogram all) : Sink<DueRecord>
{
    public override SinkWriter<DueRecord> CreateWriter() => new Writer(from, all);

    private sealed class Writer(long from, LatencyHistogram all) : SinkWriter<DueRecord>
    {
        private readonly LatencyHistogram _own = new();

        public override void Write(DueRecord value, long timestamp)
        {
            if (value.Number >= from) _own.Record(value.Due, Stopwatch.GetTimestamp());
        }

        public override void Flush(bool endOfInput)
        {
            if (!endOfInput) return;
            lock (all) all.Add(_own);
        }
    }
}
