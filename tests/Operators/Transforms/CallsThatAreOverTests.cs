using FlowActors.Functions;
using FlowActors.Operators;
using FlowActors.State;
using FlowActors.Tests.Harness;

namespace FlowActors.Tests.Transforms;

/// <summary>What user code is given for a call is good during that call, and says so afterwards.</summary>
public class CallsThatAreOverTests
{
    [Fact]
    public void The_collector_of_a_flatMap_throws_after_the_call()
    {
        Collector<int>? kept = null;
        using var harness = new OperatorHarness<int, int>(new CollectorFlatMapOperator<int, int>((_, output) =>
        {
            kept = output;
            output.Collect(1);
        }));
        harness.Send(1);
        AssertOver(() => kept!.Collect(2));
        Assert.Equal([1], harness.Values);
    }

    [Fact]
    public async Task The_collector_throws_on_another_thread_after_the_call()
    {
        Collector<int>? kept = null;
        using var harness = new OperatorHarness<int, int>(new CollectorFlatMapOperator<int, int>((_, output) => kept = output));
        harness.Send(1);
        await Task.Run(() => AssertOver(() => kept!.Collect(2)));
        Assert.Empty(harness.Values);
    }

    [Fact]
    public void Collector_and_context_of_a_process_function_throw_between_calls_and_in_Close()
    {
        var function = new Keeping();
        var harness = new OperatorHarness<int, int>(new ProcessOperator<int, int>(() => function));
        harness.SendAt(1, 10);
        Assert.All(function.Touches(), AssertOver);
        harness.Dispose();
        Assert.Equal(3, function.ThrownInClose);
    }

    [Fact]
    public void Collector_context_and_state_of_a_keyed_process_function_throw_between_calls_and_in_Close()
    {
        var function = new KeepingKeyed();
        var harness = new OperatorHarness<string, int>(new KeyedProcessOperator<string, string, int>(word => word, () => function));
        harness.SendAt("a", 10);
        Assert.All(function.Touches(), touch => AssertOver(touch));
        harness.Watermark(10);
        Assert.All(function.Touches(), touch => AssertOver(touch));
        harness.Dispose();
        Assert.Equal(function.Touches().Length, function.ThrownInClose);
    }

    [Fact]
    public void A_call_that_throws_leaves_nothing_open_for_Close()
    {
        var function = new KeepingKeyed { Fails = true };
        var harness = new OperatorHarness<string, int>(new KeyedProcessOperator<string, string, int>(word => word, () => function));
        Assert.Throws<FormatException>(() => harness.Send("a"));
        harness.Dispose();
        Assert.Equal(function.Touches().Length, function.ThrownInClose);
    }

    private static void AssertOver(Action touch) =>
        Assert.Contains("'operator'", Assert.Throws<InvalidOperationException>(touch).Message, StringComparison.Ordinal);

    private static int CountThrown(IEnumerable<Action> touches) => touches.Count(touch => Record.Exception(touch) is InvalidOperationException);

    private sealed class Keeping : ProcessFunction<int, int>
    {
        private IProcessContext? _context;
        private Collector<int>? _output;

        public int ThrownInClose { get; private set; }

        public Action[] Touches() => [() => _output!.Collect(1), () => _ = _context!.Timestamp, () => _ = _context!.CurrentWatermark];

        public override void ProcessElement(int value, IProcessContext context, Collector<int> output) => (_context, _output) = (context, output);

        public override void Close() => ThrownInClose = CountThrown(Touches());
    }

    private sealed class KeepingKeyed : KeyedProcessFunction<string, string, int>
    {
        private IKeyedProcessContext<string>? _context;
        private Collector<int>? _output;
        private IValueState<int>? _value;
        private IListState<int>? _list;
        private IEnumerable<int>? _elements;

        public bool Fails { get; init; }

        public int ThrownInClose { get; private set; }

        public Action[] Touches() =>
        [
            () => _output!.Collect(1), () => _ = _context!.Timestamp, () => _ = _context!.CurrentWatermark, () => _ = _context!.CurrentKey,
            () => _value!.Update(1), () => _value!.Value(), () => _list!.Add(1), () => _ = _elements!.Count(),
        ];

        public override void Open(IKeyedRuntimeContext context)
        {
            _value = context.GetState(new ValueStateDescriptor<int>("value"));
            _list = context.GetListState(new ListStateDescriptor<int>("list"));
            Assert.Throws<InvalidOperationException>(() => _value.Update(1));
        }

        public override void ProcessElement(string value, IKeyedProcessContext<string> context, Collector<int> output)
        {
            (_context, _output) = (context, output);
            _list!.Add(1);
            _elements = _list.Get();
            if (Fails) throw new FormatException();
        }

        public override void Close() => ThrownInClose = CountThrown(Touches());
    }
}
