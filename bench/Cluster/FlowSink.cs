using System.Diagnostics;
using FlowActors.Sinks;

namespace FlowActors.Bench.Cluster;

/// <summary>Drops records, and says on standard output when there are some.</summary>
internal sealed class FlowSink : Sink<int>
{
    private static readonly long s_interval = Stopwatch.Frequency / 50;

    public override SinkWriter<int> CreateWriter() => new Writer();

    private sealed class Writer : SinkWriter<int>
    {
        private ISinkContext? _context;
        private long _toldAt;
        private long _records;

        public override void Open(ISinkContext context) => _context = context;

        public override void Write(int value, long timestamp)
        {
            _records++;
            var now = Stopwatch.GetTimestamp();
            if (now - _toldAt < s_interval) return;
            Console.Out.WriteLine(new FlowMark(_context!.Attempt, _context.SubtaskIndex, now, _records).ToLine());
            (_toldAt, _records) = (now, 0);
        }
    }
}
