using FlowActors.Functions;
using FlowActors.Operators;
using FlowActors.Sinks;
using FlowActors.Sources;
using FlowActors.Tests.Harness;

namespace FlowActors.Tests.Transforms;

/// <summary>What a factory makes belongs to one subtask of one attempt, and can be called as the engine calls it.</summary>
public class SubtaskObjectTests
{
    private static readonly TestOperatorContext First = new() { Subtask = 0, Subtasks = 2 };
    private static readonly TestOperatorContext Second = new() { Subtask = 1, Subtasks = 2 };

    [Fact]
    public void A_process_function_is_given_to_one_subtask_only()
    {
        var shared = new Function();
        using var first = new OperatorHarness<int, int>(new ProcessOperator<int, int>(() => shared), First);
        var message = Refusal(new ProcessOperator<int, int>(() => shared), Second);
        Assert.StartsWith(
            "The factory given to Process gave subtask 1 of operator 'operator' of job 'test', attempt 1, an object of " +
            "FlowActors.Tests.Transforms.SubtaskObjectTests.Function that belongs to subtask 0 of operator 'operator' of job 'test', attempt 1.",
            message,
            StringComparison.Ordinal);
        Assert.Contains("write Process(() => new ...)", message, StringComparison.Ordinal);
        Assert.Equal(1, shared.Opened);
        Assert.Equal(0, shared.Closed); // the one who was refused does not close what is another's
    }

    [Fact]
    public void A_process_function_of_an_earlier_attempt_is_not_given_to_the_next()
    {
        var shared = new Function();
        new OperatorHarness<int, int>(new ProcessOperator<int, int>(() => shared), First).Dispose();
        Assert.Equal((1, 1), (shared.Opened, shared.Closed));
        Assert.Contains("that belongs to subtask 0", Refusal(new ProcessOperator<int, int>(() => shared), First), StringComparison.Ordinal);
    }

    [Fact]
    public void A_keyed_process_function_is_given_to_one_subtask_only()
    {
        var shared = new KeyedFunction();
        using var first = new OperatorHarness<int, int>(new KeyedProcessOperator<int, int, int>(x => x, () => shared), First);
        Assert.Contains("KeyedFunction that belongs to subtask 0", Refusal(new KeyedProcessOperator<int, int, int>(x => x, () => shared), Second), StringComparison.Ordinal);
    }

    [Fact]
    public void A_writer_is_given_to_one_subtask_only()
    {
        var sink = new OneWriterSink();
        using var first = new OperatorHarness<int, Nothing>(new SinkOperator<int>(sink), First);
        var message = Refusal(new SinkOperator<int>(sink), Second);
        Assert.StartsWith("CreateWriter of OneWriterSink gave subtask 1", message, StringComparison.Ordinal);
        Assert.EndsWith("make a new writer at each call.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reader_is_given_to_one_subtask_only()
    {
        var source = new OneReaderSource();
        using var first = new SourceHarness<int>(source);
        var message = Refusal(source.CreateOperator(), Second);
        Assert.StartsWith("CreateReader of OneReaderSource gave subtask 1", message, StringComparison.Ordinal);
        Assert.EndsWith("make a new reader at each call.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_object_at_all_is_refused_naming_the_operator() => Assert.StartsWith(
        "The factory given to Process of operator 'operator' of job 'test' gave null", Refusal(new ProcessOperator<int, int>(() => null!), First), StringComparison.Ordinal);

    [Fact]
    public void A_function_of_which_a_method_is_async_void_is_refused_before_it_is_opened()
    {
        Assert.Contains("method ProcessElement of", Refusal(new ProcessOperator<int, int>(() => new LateProcess()), First), StringComparison.Ordinal);
        Assert.Contains("method Open of", Refusal(new ProcessOperator<int, int>(() => new LateOpen()), First), StringComparison.Ordinal);
        Assert.Contains("method Open of", Refusal(new ProcessOperator<int, int>(() => new BelowLateOpen()), First), StringComparison.Ordinal);
        Assert.Contains("method Close of", Refusal(new KeyedProcessOperator<int, int, int>(x => x, () => new LateClose()), First), StringComparison.Ordinal);
        Assert.Contains("method Write of", Refusal(new SinkOperator<int>(new LateWriterSink()), First), StringComparison.Ordinal);
    }

    [Fact]
    public void A_function_with_a_method_that_looks_like_one_that_is_called_is_refused()
    {
        Assert.Contains(
            "method Open(IRuntimeContext) of FlowActors.Tests.Transforms.SubtaskObjectTests.OtherOpen is never called: override Open(IKeyedRuntimeContext) instead",
            Refusal(new KeyedProcessOperator<int, int, int>(x => x, () => new OtherOpen()), First),
            StringComparison.Ordinal);
        Assert.Contains(
            "method Close() of", Refusal(new ProcessOperator<int, int>(() => new HiddenClose()), First), StringComparison.Ordinal);
    }

    [Fact]
    public void A_function_with_an_OnTimer_that_is_never_called_is_refused()
    {
        var unkeyed = Refusal(new ProcessOperator<int, int>(() => new UnkeyedTimer()), First);
        Assert.Contains("UnkeyedTimer cannot run in operator 'operator' of job 'test': method OnTimer(", unkeyed, StringComparison.Ordinal);
        Assert.Contains("a timer belongs to a key: write KeyBy before Process", unkeyed, StringComparison.Ordinal);
        Assert.Contains(
            "is never called: override OnTimer(Int64, IOnTimerContext`1, Collector`1) instead",
            Refusal(new KeyedProcessOperator<int, int, int>(x => x, () => new OtherTimer()), First),
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_function_and_wants_the_calls_of_one_is_refused()
    {
        Assert.Contains(
            "ListeningGenerator is an ICheckpointListener, to hear of checkpoints, and nobody calls these here",
            Refusal(new WatermarksOperator<int>(WatermarkStrategy.ForGenerator(() => new ListeningGenerator())), First),
            StringComparison.Ordinal);
        Assert.Contains(
            "RichGenerator is a rich function",
            Refusal(new WatermarksOperator<int>(WatermarkStrategy.ForGenerator(() => new RichGenerator())), First),
            StringComparison.Ordinal);
    }

    private static string Refusal(IStreamOperator @operator, TestOperatorContext context)
    {
        context.Outputs.Clear();
        @operator.Setup(context);
        var message = Assert.Throws<InvalidOperationException>(@operator.Open).Message;
        @operator.Close();
        return message;
    }

    private class Function : ProcessFunction<int, int>
    {
        public int Opened { get; private set; }

        public int Closed { get; private set; }

        public override void Open(IRuntimeContext context) => Opened++;

        public override void ProcessElement(int value, IProcessContext context, Collector<int> output) => output.Collect(value);

        public override void Close() => Closed++;

        // Of another name, or with other parameters: the user's own.
        public void Open(string file) => Assert.NotNull(file);
    }

    private class KeyedFunction : KeyedProcessFunction<int, int, int>
    {
        public override void ProcessElement(int value, IKeyedProcessContext<int> context, Collector<int> output) => output.Collect(value);
    }

    private sealed class LateProcess : Function
    {
        public override async void ProcessElement(int value, IProcessContext context, Collector<int> output) => await Task.Yield();
    }

    private class LateOpen : Function
    {
        public override async void Open(IRuntimeContext context) => await Task.Yield();
    }

    private sealed class BelowLateOpen : LateOpen;

    private sealed class LateClose : KeyedFunction
    {
        public override async void Close() => await Task.Yield();
    }

    private sealed class OtherOpen : KeyedFunction
    {
        public void Open(IRuntimeContext context) => Assert.NotNull(context);
    }

    private sealed class UnkeyedTimer : ProcessFunction<int, int>
    {
        public override void ProcessElement(int value, IProcessContext context, Collector<int> output) => output.Collect(value);

        public void OnTimer(long timestamp, IOnTimerContext<int> context, Collector<int> output) => output.Collect(context.CurrentKey);
    }

    private sealed class OtherTimer : KeyedFunction
    {
        public void OnTimer(long timestamp, IKeyedProcessContext<int> context, Collector<int> output) => output.Collect(context.CurrentKey);
    }

    private sealed class ListeningGenerator : IWatermarkGenerator<int>, ICheckpointListener
    {
        public void OnEvent(int value, long timestamp, IWatermarkOutput output)
        {
        }

        public void OnPeriodicEmit(IWatermarkOutput output)
        {
        }

        public void NotifyCheckpointComplete(long checkpointId) => Assert.Fail("Nobody calls it.");
    }

    private sealed class RichGenerator : RichFunction, IWatermarkGenerator<int>
    {
        public void OnEvent(int value, long timestamp, IWatermarkOutput output)
        {
        }

        public void OnPeriodicEmit(IWatermarkOutput output)
        {
        }
    }

    private sealed class HiddenClose : Function
    {
        public new void Close() => Assert.Fail("Nobody calls it.");
    }

    private class Writer : SinkWriter<int>
    {
        public override void Write(int value, long timestamp)
        {
        }
    }

    private sealed class LateWriter : Writer
    {
        public override async void Write(int value, long timestamp) => await Task.Yield();
    }

    private sealed class LateWriterSink : Sink<int>
    {
        public override SinkWriter<int> CreateWriter() => new LateWriter();
    }

    private sealed class OneWriterSink : Sink<int>
    {
        private readonly Writer _writer = new();

        public override SinkWriter<int> CreateWriter() => _writer;
    }

    private sealed class OneReaderSource : Source<int, NumberedSplit>
    {
        private readonly Reader _reader = new();

        public override Boundedness Boundedness => Boundedness.Bounded;

        public override SplitEnumerator<NumberedSplit> CreateEnumerator() => new ShareEnumerator<NumberedSplit>(_ => []);

        public override SourceReader<int, NumberedSplit> CreateReader() => _reader;

        private sealed class Reader : SourceReader<int, NumberedSplit>
        {
            public override void Open(SourceReaderContext<int> context)
            {
            }

            public override void AddSplits(IReadOnlyList<NumberedSplit> splits)
            {
            }

            public override Progress Read() => Progress.Done;

            public override IReadOnlyList<NumberedSplit> Snapshot(long checkpointId) => [];
        }
    }
}
