using FlowActors.Functions;
using FlowActors.Graph;
using FlowActors.Operators;
using FlowActors.Tests.Harness;

namespace FlowActors.Tests.Transforms;

/// <summary>Side outputs as programs read them, and where process functions emit to them.</summary>
public sealed class SideOutputTests
{
    private static readonly OutputTag<string> Bad = new("bad");

    private readonly StreamExecutionEnvironment _env = new(new JobSettings());

    [Fact]
    public void A_tag_that_is_read_is_an_output_of_its_own_however_often_it_is_read()
    {
        var numbers = _env.FromElements("1").Process(() => new Parsing());
        numbers.Discard();
        numbers.GetSideOutput(Bad).Discard();
        numbers.GetSideOutput(new OutputTag<string>("bad")).Map(x => x).Discard();
        numbers.GetSideOutput(new OutputTag<int>("other")).Discard();
        var graph = _env.BuildGraph("job");
        Assert.Equal(
            [new OutputPort(typeof(int)), new OutputPort(typeof(string), "bad"), new OutputPort(typeof(int), "other")], graph.Nodes[1].Outputs);
        Assert.Equal([0, 1, 1, 2], graph.Edges.Where(e => e.Source == 1).Select(e => e.From.Number));
    }

    [Fact]
    public void A_tag_that_is_read_later_is_for_the_next_graph()
    {
        var numbers = _env.FromElements("1").Process(() => new Parsing());
        numbers.Discard();
        var first = _env.BuildGraph("first");
        numbers.GetSideOutput(Bad).Discard();
        Assert.Single(first.Nodes[1].Outputs);
        Assert.Equal(2, _env.BuildGraph("second").Nodes[1].Outputs.Count);
    }

    [Fact]
    public void A_tag_that_is_read_with_two_types_is_refused()
    {
        var numbers = _env.FromElements("1").Process(() => new Parsing()).WithName("parses");
        numbers.GetSideOutput(Bad).Discard();
        var refused = Assert.Throws<JobValidationException>(() => numbers.GetSideOutput(new OutputTag<int>("bad")));
        Assert.Equal(
            "The side output 'bad' of operator 'parses' is read with records of System.String and of System.Int32: an id stands for one type.", refused.Message);
    }

    [Fact]
    public void Only_what_a_process_function_gives_has_side_outputs()
    {
        var stream = _env.FromElements("1");
        Refused("operator 'Collection Source' has no side output 'bad'", () => stream.GetSideOutput(Bad));
        Refused("operator 'Map' has no side output 'bad'", () => stream.Map(x => x).GetSideOutput(Bad));
        Refused("a union, a partitioning or a side output has no side output 'bad'", () => stream.Process(() => new Parsing()).Rebalance().GetSideOutput(Bad));
        Assert.Throws<ArgumentNullException>(() => stream.Process(() => new Parsing()).GetSideOutput<string>(null!));
    }

    [Fact]
    public void A_tag_has_a_name()
    {
        Assert.Throws<ArgumentException>(() => new OutputTag<int>(" "));
        Assert.Equal(("bad", typeof(string), "bad"), (Bad.Id, Bad.RecordType, Bad.ToString()));
    }

    [Fact]
    public void What_nobody_reads_is_dropped() =>
        Assert.Equal([1, 3], Programs.Run<string, int>(s => s.Process(() => new Parsing()), "1", "two", "3"));

    [Fact]
    public void Records_carry_the_timestamp_of_the_record_at_hand_or_their_own()
    {
        var context = new TestOperatorContext();
        var bad = new RecordingOutput<string>(context.Quantum);
        context.SideOutputs.Add("bad", bad);
        using var harness = new OperatorHarness<string, int>(new ProcessOperator<string, int>(() => new Parsing()), context);
        harness.SendAt("two", 20);
        harness.SendAt("at 5", 30);
        harness.SendAt("at -", 40);
        harness.SendAt("four", Timestamps.None);
        Assert.Equal(["two", "at 5", "at -", "four"], bad.Values);
        Assert.Equal([20, 5, Timestamps.None, Timestamps.None], bad.Timestamps);
    }

    [Fact]
    public void A_null_tag_and_an_id_of_two_types_are_named_with_the_operator()
    {
        var none = Assert.Throws<InvalidOperationException>(() => Programs.Run<int, int>(s => s.Process(() => new Emitting(null!)), 1));
        Assert.Contains("A side output of operator 'operator' was given null for its tag", none.Message, StringComparison.Ordinal);
        var two = Assert.Throws<InvalidOperationException>(() => Programs.Run<int, int>(s => s.KeyBy(x => x).Process(() => new Doubling()), 1));
        Assert.Contains(
            "Operator 'operator' emits records of System.String and of System.Int32 to the side output 'twice'", two.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tag_that_is_made_anew_for_each_record_leads_to_the_same_output()
    {
        var context = new TestOperatorContext();
        var all = new RecordingOutput<int>(context.Quantum);
        context.SideOutputs.Add("all", all);
        using var harness = new OperatorHarness<int, int>(new ProcessOperator<int, int>(() => new Anew()), context);
        harness.Send([.. Enumerable.Range(0, 200)]);
        Assert.Equal(Enumerable.Range(0, 200), all.Values);
    }

    [Fact]
    public void Outside_of_a_call_nothing_is_emitted()
    {
        var keeping = new Keeping();
        using var harness = new OperatorHarness<int, int>(new ProcessOperator<int, int>(() => keeping));
        harness.Send(1);
        Assert.Contains("was used outside of the call", Assert.Throws<InvalidOperationException>(() => keeping.Context!.Output(Bad, "late")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Emitting_allocates_nothing()
    {
        using var harness = new OperatorHarness<int, int>(new ProcessOperator<int, int>(() => new Emitting(Bad)));
        harness.SendAt(1, 1);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++) harness.SendAt(1, 1);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Refused(string part, Func<object> read) =>
        Assert.Contains(part, Assert.Throws<JobValidationException>(read).Message, StringComparison.Ordinal);

    private sealed class Parsing : ProcessFunction<string, int>
    {
        public override void ProcessElement(string value, IProcessContext context, Collector<int> output)
        {
            if (int.TryParse(value, out var number)) output.Collect(number);
            else if (value.StartsWith("at ", StringComparison.Ordinal)) context.Output(Bad, value, long.TryParse(value[3..], out var at) ? at : null);
            else context.Output(Bad, value);
        }
    }

    private sealed class Emitting(OutputTag<string> tag) : ProcessFunction<int, int>
    {
        public override void ProcessElement(int value, IProcessContext context, Collector<int> output) => context.Output(tag, "x");
    }

    private sealed class Doubling : KeyedProcessFunction<int, int, int>
    {
        public override void ProcessElement(int value, IKeyedProcessContext<int> context, Collector<int> output)
        {
            context.Output(new OutputTag<string>("twice"), "x");
            context.Output(new OutputTag<int>("twice"), 1);
        }
    }

    private sealed class Anew : ProcessFunction<int, int>
    {
        public override void ProcessElement(int value, IProcessContext context, Collector<int> output) => context.Output(new OutputTag<int>("all"), value);
    }

    private sealed class Keeping : ProcessFunction<int, int>
    {
        public IProcessContext? Context { get; private set; }

        public override void ProcessElement(int value, IProcessContext context, Collector<int> output) => Context = context;
    }
}
