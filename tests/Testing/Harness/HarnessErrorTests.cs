using FlowActors.Functions;
using FlowActors.Operators;
using FlowActors.Serialization;
using FlowActors.State;
using FlowActors.Testing;

namespace FlowActors.Tests.Harness;

public sealed class HarnessErrorTests
{
    [Fact]
    public void A_program_has_exactly_one_operator()
    {
        AssertSays("2 operators (Map, Filter)", Assert.Throws<ArgumentException>(() => OperatorHarness.Of<int, int>(n => n.Map(x => x).Filter(x => true))));
        AssertSays("no operator between", Assert.Throws<ArgumentException>(() => OperatorHarness.Of<int, int>(n => n.Rebalance())));
        AssertSays("gives no stream", Assert.Throws<ArgumentException>(() => OperatorHarness.Of<int, int>(_ => null!)));
    }

    [Fact]
    public void A_wrong_input_is_named()
    {
        using var harness = OperatorHarness.Of(() => new Sorter(), [HarnessInput.Of<long>(), HarnessInput.Of<string>()], [typeof(long), typeof(string)]);
        AssertSays("the inputs 0 to 1", Assert.Throws<ArgumentOutOfRangeException>(() => harness.Process(2, 1L)));
        AssertSays("takes records of System.Int64, not of System.Int32", Assert.Throws<ArgumentException>(() => harness.Process(0, 1)));
        AssertSays("the outputs 0 to 1", Assert.Throws<ArgumentOutOfRangeException>(() => harness.SideOutput(2)));
        harness.Process(0, 1L);
    }

    [Fact]
    public void A_node_is_driven_by_its_own_types_only()
    {
        var node = OperatorHarnessNode();
        AssertSays("has inputs of", Assert.Throws<ArgumentException>(() => OperatorHarness.Of(node, [HarnessInput.Of<string>()])));
        using var harness = OperatorHarness.Of(node, [HarnessInput.Of<int>()]);
        harness.Process(0, 3);
        Assert.Equal([1], harness.RecordsOf<int>());
    }

    [Fact]
    public void Nothing_follows_the_end_of_an_input()
    {
        using var harness = Map(x => x);
        AssertSays("have not ended", Assert.Throws<InvalidOperationException>(harness.Finish));
        harness.EndInput();
        AssertSays("has ended: a record cannot follow", Assert.Throws<InvalidOperationException>(() => harness.Process(1)));
        AssertSays("nothing can follow", Assert.Throws<InvalidOperationException>(() => harness.ProcessWatermark(1)));
        AssertSays("nothing can follow", Assert.Throws<InvalidOperationException>(() => harness.EndInput()));
    }

    [Fact]
    public void A_watermark_cannot_go_back_nor_come_from_an_idle_input()
    {
        using var harness = Map(x => x);
        harness.ProcessWatermark(10);
        harness.ProcessWatermark(10);
        AssertSays("goes back: it stands at 10", Assert.Throws<ArgumentException>(() => harness.ProcessWatermark(9)));
        harness.Idle();
        AssertSays("is idle", Assert.Throws<InvalidOperationException>(() => harness.ProcessWatermark(11)));
    }

    [Fact]
    public void A_function_that_throws_is_named_and_the_harness_has_failed()
    {
        var harness = Map(x => 10 / x);
        var error = Assert.Throws<OperatorFailedException>(() => harness.Process(0));
        Assert.Equal("Map", error.OperatorName);
        Assert.IsType<DivideByZeroException>(error.InnerException);
        AssertSays("Operator 'Map' failed at record 0 of input 0: DivideByZeroException", error);
        AssertSays("can only be disposed", Assert.Throws<InvalidOperationException>(() => harness.Process(1)));
        harness.Dispose();
        harness.Dispose();
        Assert.Throws<ObjectDisposedException>(() => harness.Process(1));
    }

    [Fact]
    public void A_function_that_cannot_be_opened_is_closed()
    {
        var function = new Failing();
        var error = Assert.Throws<OperatorFailedException>(() => OperatorHarness.Of<int, int>(n => n.Process(() => function)));
        AssertSays("failed at Open", error);
        Assert.True(function.IsClosed);
    }

    [Fact]
    public void A_record_that_cannot_travel_is_refused_with_the_engines_own_error()
    {
        Assert.IsType<UnserializableTypeException>(
            Assert.Throws<JobValidationException>(() => OperatorHarness.Of<Action, int>(n => n.Map(_ => 1))).InnerException);
        Assert.Throws<UnserializableTypeException>(() => OperatorHarness.Of(() => new Listing(), [HarnessInput.Of<int>()], [typeof(Action)]));
        using var harness = OperatorHarness.Of<Animal, int>(n => n.Map(_ => 1));
        Assert.Throws<SerializationException>(() => harness.Process(new Dog("Rex")));
        harness.Process(new Animal("any"));
        using var emitting = OperatorHarness.Of<int, Animal>(n => n.Map<Animal>(_ => new Dog("Rex")));
        Assert.IsType<SerializationException>(Assert.Throws<OperatorFailedException>(() => emitting.Process(1)).InnerException);
    }

    [Fact]
    public void State_that_cannot_travel_is_refused_when_it_leaves()
    {
        using var harness = OperatorHarness.Of<int, int>(n => n.KeyBy(x => x).Process(() => new Keeping()));
        harness.Process(1);
        var error = Assert.Throws<OperatorFailedException>(harness.Snapshot);
        AssertSays("failed at the export of its state", error);
        Assert.IsType<SerializationException>(error.InnerException);
    }

    [Fact]
    public void A_record_that_somebody_changes_is_noticed()
    {
        using var receiver = OperatorHarness.Of<int[], int>(n => n.Map(x => x[0] = 9));
        Assert.IsType<RecordChangedException>(Assert.Throws<OperatorFailedException>(() => receiver.Process([1])).InnerException);
        using var emitter = OperatorHarness.Of<int, int[]>(n => n.Process(() => new Refilling()));
        emitter.Process(1);
        var error = Assert.Throws<OperatorFailedException>(() => emitter.Process(2));
        AssertSays("was changed after operator 'Process' had emitted it", error);
    }

    [Fact]
    public void What_never_says_that_it_is_done_is_no_progress()
    {
        using var harness = OperatorHarness.Of(() => new Endless(), [HarnessInput.Of<int>()], [typeof(int)]);
        AssertSays("emitted nothing and did not say that it is done", Assert.Throws<OperatorFailedException>(() => harness.Process(0, 1)));
    }

    [Fact]
    public void Settings_that_contradict_each_other_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Map(x => x, new HarnessSettings { SubtaskIndex = 1 }));
        Assert.ThrowsAny<ArgumentException>(() => Map(x => x, new HarnessSettings { Parallelism = 0 }));
        Assert.Throws<ArgumentException>(() => OperatorHarness.Of(() => new Listing(), [], [typeof(int)]));
    }

    private static Graph.OperatorNode OperatorHarnessNode() =>
        new(0, "Listing", [typeof(int)], [new Graph.OutputPort(typeof(int))], () => new Listing()) { Kind = "Listing" };

    private static OperatorHarness<int, int> Map(Func<int, int> map, HarnessSettings? settings = null) =>
        OperatorHarness.Of<int, int>(n => n.Map(map), settings);

    private static void AssertSays(string text, Exception error) => Assert.Contains(text, error.Message, StringComparison.Ordinal);

    public record Animal(string Name);

    public sealed record Dog(string Name) : Animal(Name);

    private sealed class Failing : ProcessFunction<int, int>
    {
        public bool IsClosed { get; private set; }

        public override void Open(IRuntimeContext context) => throw new InvalidOperationException("no");

        public override void ProcessElement(int value, IProcessContext context, Collector<int> output)
        {
        }

        public override void Close() => IsClosed = true;
    }

    private sealed class Keeping : KeyedProcessFunction<int, int, int>
    {
        private IValueState<Animal>? _kept;

        public override void Open(IKeyedRuntimeContext context) => _kept = context.GetState(new ValueStateDescriptor<Animal>("kept"));

        public override void ProcessElement(int value, IKeyedProcessContext<int> context, Collector<int> output) => _kept!.Update(new Dog("Rex"));
    }

    private sealed class Refilling : ProcessFunction<int, int[]>
    {
        private readonly int[] _result = new int[1];

        public override void ProcessElement(int value, IProcessContext context, Collector<int[]> output)
        {
            _result[0] = value;
            output.Collect(_result);
        }
    }

    private sealed class Endless : OneInputOperator<int, int>
    {
        public override void Collect(int value, long timestamp) => Context.Suspend();

        public override Progress Resume() => Progress.Yielded;
    }
}
