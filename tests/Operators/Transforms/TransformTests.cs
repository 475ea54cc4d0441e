using FlowActors.Functions;
using FlowActors.Operators;
using FlowActors.Tests.Harness;

namespace FlowActors.Tests.Transforms;

public class TransformTests
{
    [Fact]
    public void Map_turns_each_record_into_another_and_keeps_its_timestamp()
    {
        using var harness = new OperatorHarness<int, string>(new MapOperator<int, string>(i => $"<{i}>"));
        harness.SendAt(1, 10);
        harness.SendAt(2, Timestamps.None);
        Assert.Equal(["<1>", "<2>"], harness.Values);
        Assert.Equal([10, Timestamps.None], harness.Output.Timestamps);
    }

    [Fact]
    public void Filter_keeps_what_the_predicate_holds_for()
    {
        using var harness = new OperatorHarness<int, int>(new FilterOperator<int>(i => i % 2 == 0));
        for (var i = 0; i < 5; i++) harness.SendAt(i, i * 10);
        Assert.Equal([0, 2, 4], harness.Values);
        Assert.Equal([0, 20, 40], harness.Output.Timestamps);
    }

    [Fact]
    public void Watermarks_and_idleness_pass_through()
    {
        using var harness = new OperatorHarness<int, int>(new MapOperator<int, int>(i => i));
        harness.Watermark(5);
        harness.Status(false);
        Assert.Equal([5], harness.Output.Watermarks);
        Assert.Equal([false], harness.Output.Statuses);
    }

    [Fact]
    public void FlatMap_with_a_collector_emits_any_number_with_the_records_timestamp()
    {
        using var harness = new OperatorHarness<int, int>(new CollectorFlatMapOperator<int, int>(Repeat));
        harness.SendAt(2, 7);
        harness.SendAt(0, 8);
        harness.SendAt(1, 9);
        Assert.Equal([2, 2, 1], harness.Values);
        Assert.Equal([7, 7, 9], harness.Output.Timestamps);
    }

    [Fact]
    public void A_process_function_sees_timestamp_and_watermark_and_is_opened_and_closed()
    {
        var function = new Probe();
        var harness = new OperatorHarness<int, string>(new ProcessOperator<int, string>(() => function));
        harness.Send(1);
        harness.Watermark(40);
        harness.SendAt(2, 50);
        Assert.Equal([$"1@ after {long.MinValue}", "2@50 after 40"], harness.Values);
        Assert.Equal([40], harness.Output.Watermarks);
        Assert.Equal(["open operator"], function.Life);
        harness.Dispose();
        Assert.Equal(["open operator", "close"], function.Life);
    }

    [Fact]
    public void A_process_function_that_was_never_opened_is_not_closed()
    {
        var function = new Probe();
        var @operator = new ProcessOperator<int, string>(() => function);
        @operator.Setup(new TestOperatorContext());
        @operator.Close();
        Assert.Empty(function.Life);
    }

    [Fact]
    public void The_cursor_points_at_the_operator_whose_code_throws_also_after_it_has_emitted()
    {
        using var harness = new OperatorHarness<int, int>(new CollectorFlatMapOperator<int, int>((i, output) =>
        {
            output.Collect(i);
            throw new InvalidOperationException("mine");
        }));
        harness.Output.OnCollect = _ => harness.Context.Cursor.ChainIndex = 99; // the operator behind is at work
        Assert.Throws<InvalidOperationException>(() => harness.Send(1));
        Assert.Equal(harness.Context.ChainIndex, harness.Context.Cursor.ChainIndex);
    }

    private static void Repeat(int count, Collector<int> output)
    {
        for (var i = 0; i < count; i++) output.Collect(count);
    }

    private sealed class Probe : ProcessFunction<int, string>
    {
        public List<string> Life { get; } = [];

        public override void Open(IRuntimeContext context) => Life.Add("open " + context.OperatorName);

        public override void ProcessElement(int value, IProcessContext context, Collector<string> output) =>
            output.Collect($"{value}@{context.Timestamp} after {context.CurrentWatermark}");

        public override void Close() => Life.Add("close");
    }
}
