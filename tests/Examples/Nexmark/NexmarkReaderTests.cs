using System.Diagnostics;
using FlowActors.Examples.Nexmark;
using FlowActors.Operators;
using FlowActors.Sources;
using FlowActors.Tests.Harness;

namespace FlowActors.Tests.Examples.Nexmark;

public class NexmarkReaderTests
{
    [Fact]
    public void The_source_is_at_work_whenever_an_event_is_made()
    {
        var context = new TestOperatorContext();
        var behind = new ChainBehind(context.Cursor);
        var reader = new NexmarkSource(new NexmarkGenerator(seed: 1, group: 1, rate: 10_000), events: 100, throttle: 0).CreateReader();
        reader.Open(context);
        context.Quantum.Begin(Stopwatch.GetTimestamp());

        Assert.Equal(Progress.Done, reader.Poll(behind));

        reader.Close();
        Assert.Equal(Enumerable.Repeat(0, 100), behind.AtWorkBefore);
    }

    /// <summary>Notes who was at work before each event, and leaves a mark of its own.</summary>
    private sealed class ChainBehind(ExecutionCursor cursor) : Output<Event>
    {
        public List<int> AtWorkBefore { get; } = [];

        public override void Collect(Event value, long timestamp)
        {
            AtWorkBefore.Add(cursor.ChainIndex);
            cursor.ChainIndex = 1;
        }

        public override void Watermark(long timestamp)
        {
        }

        public override void Status(bool active)
        {
        }
    }
}
