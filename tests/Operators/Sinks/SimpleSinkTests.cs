using FlowActors.Sinks;
using FlowActors.Tests.Harness;

namespace FlowActors.Tests.Sinks;

public sealed class SimpleSinkTests : IDisposable
{
    private readonly StringWriter _console = new() { NewLine = "\n" };

    public void Dispose() => _console.Dispose();

    [Theory]
    [InlineData(null, 1, "a\n")]
    [InlineData(null, 2, "2> a\n")]
    [InlineData("words", 1, "words> a\n")]
    [InlineData("words", 2, "words:2> a\n")]
    public void Print_writes_a_line_with_prefix_and_subtask(string? prefix, int parallelism, string line)
    {
        using var harness = new SinkHarness<string>(new PrintSink<string>(prefix, () => _console), parallelism);
        harness.Write(parallelism - 1, "a");
        Assert.Equal(line, _console.ToString());
    }

    [Fact]
    public void Print_hands_each_line_to_the_console_in_one_call()
    {
        var calls = new LineWriter();
        using var harness = new SinkHarness<int?>(new PrintSink<int?>("p", () => calls), 2);
        harness.Write(0, 1, null).Write(1, 2);
        Assert.Equal(["p:1> 1", "p:1> null", "p:2> 2"], calls.Lines);
    }

    [Fact]
    public void Discard_counts_what_it_drops()
    {
        using var harness = new SinkHarness<string>(new DiscardSink<string>(), 2);
        harness.Write(0, "a", "b").Write(1, "c");
        Assert.Equal([2, 1], harness.Contexts.Select(c => c.GetLongCounter(DataStreamSinks.DiscardedAccumulator).Value));
    }

    [Fact]
    public void ForEach_calls_the_action_for_each_record()
    {
        var seen = new List<string>();
        using var harness = new SinkHarness<string>(new ForEachSink<string>(seen.Add));
        harness.Write(0, "a", "b");
        Assert.Equal(["a", "b"], seen);
    }

    private sealed class LineWriter : StringWriter
    {
        public List<string?> Lines { get; } = [];

        public override void WriteLine(string? value) => Lines.Add(value);
    }
}
