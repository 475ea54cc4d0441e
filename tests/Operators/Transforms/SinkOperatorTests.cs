using FlowActors.Functions;
using FlowActors.Operators;
using FlowActors.Sinks;
using FlowActors.Tests.Harness;

namespace FlowActors.Tests.Transforms;

public class SinkOperatorTests
{
    private readonly List<string> _calls = [];

    [Fact]
    public void A_writer_is_opened_written_flushed_and_closed_in_this_order()
    {
        var harness = new OperatorHarness<int, Nothing>(new SinkOperator<int>(new Recorder(_calls)));
        harness.SendAt(1, 10);
        harness.Watermark(11);
        harness.Status(false);
        harness.End();
        harness.Dispose();
        Assert.Equal(["open 0", "write 1@10", "flush True", "close"], _calls);
    }

    [Fact]
    public void Without_a_good_end_nothing_is_flushed()
    {
        new OperatorHarness<int, Nothing>(new SinkOperator<int>(new Recorder(_calls))).Dispose();
        Assert.Equal(["open 0", "close"], _calls);
    }

    [Fact]
    public void Closing_an_operator_that_was_never_opened_does_nothing()
    {
        var @operator = new SinkOperator<int>(new Recorder(_calls));
        @operator.Setup(new TestOperatorContext());
        @operator.Close();
        Assert.Empty(_calls);
    }

    private sealed class Recorder(List<string> calls) : Sink<int>
    {
        public override SinkWriter<int> CreateWriter() => new Writer(calls);

        private sealed class Writer(List<string> calls) : SinkWriter<int>
        {
            public override void Open(ISinkContext context) => calls.Add($"open {context.SubtaskIndex}");

            public override void Write(int value, long timestamp) => calls.Add($"write {value}@{timestamp}");

            public override void Flush(bool endOfInput) => calls.Add($"flush {endOfInput}");

            public override void Close() => calls.Add("close");
        }
    }
}
