using FlowActors.Functions;
using FlowActors.State;
using FlowActors.Testing;

namespace FlowActors.Tests.Harness;

/// <summary>Harnesses of operators with side outputs and of such with two inputs.</summary>
public sealed class SideOutputTests
{
    private static readonly OutputTag<string> Odd = new("odd");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_is_emitted_to_a_tag_is_there_whether_the_program_reads_it_or_not(bool reads)
    {
        using var harness = OperatorHarness.Of<long, long>(numbers =>
        {
            var even = numbers.Process(() => new Splitting());
            if (reads) even.GetSideOutput(Odd);
            return even;
        });
        foreach (var number in new[] { 1L, 2, 3 }) harness.Process(number);
        Assert.Equal([2], harness.Records);
        Assert.Equal(["1", "3"], harness.SideOutput(Odd));
        Assert.Empty(harness.SideOutput(new OutputTag<string>("other")));
        Assert.Throws<InvalidOperationException>(() => harness.SideOutput(new OutputTag<int>("odd")));
        harness.ClearOutput();
        Assert.Empty(harness.SideOutput(Odd));
    }

    [Fact]
    public void A_record_comes_by_the_input_of_its_stream()
    {
        using var harness = OperatorHarness.Of<long, string, string>(
            (numbers, names) => numbers.Connect(names).KeyBy(x => x, long.Parse).Process(() => new Naming()));
        harness.Process(1, "7", timestamp: 5);
        harness.Process(0, 7L, timestamp: 10);
        harness.ProcessWatermark(20, input: 0);
        harness.ProcessWatermark(15, input: 1);
        harness.Process(0, 8L);
        Assert.Equal([new StreamRecord("7 is 7", 10), new Watermark(15), new StreamRecord("8 is nobody")], harness.Output);
    }

    private sealed class Splitting : ProcessFunction<long, long>
    {
        public override void ProcessElement(long value, IProcessContext context, Collector<long> output)
        {
            if (value % 2 == 0) output.Collect(value);
            else context.Output(Odd, $"{value}");
        }
    }

    private sealed class Naming : KeyedCoProcessFunction<long, long, string, string>
    {
        private IValueState<string>? _name;

        public override void Open(IKeyedRuntimeContext context) => _name = context.GetState(new ValueStateDescriptor<string>("name"));

        public override void ProcessElement1(long value, IKeyedProcessContext<long> context, Collector<string> output) =>
            output.Collect($"{context.CurrentKey} is {_name!.Value() ?? "nobody"}");

        public override void ProcessElement2(string value, IKeyedProcessContext<long> context, Collector<string> output) => _name!.Update(value);
    }
}
