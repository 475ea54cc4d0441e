using FlowActors.Functions;
using FlowActors.Operators;
using FlowActors.State;
using FlowActors.Testing;

namespace FlowActors.Tests.Docs;

// The regions named "docs" stand in docs/testing.md, letter by letter: see DocsTests.
#region docs: function
public sealed record Order(string Customer, decimal Amount);

public sealed record Balance(string Customer, decimal Total);

public sealed class RunningTotal : KeyedProcessFunction<string, Order, Balance>
{
    private IValueState<decimal>? _total;

    public override void Open(IKeyedRuntimeContext context) =>
        _total = context.GetState(new ValueStateDescriptor<decimal>("total"));

    public override void ProcessElement(Order order, IKeyedProcessContext<string> context, Collector<Balance> output)
    {
        var total = _total!.Value() + order.Amount;
        _total.Update(total);
        output.Collect(new Balance(order.Customer, total));
    }
}
#endregion

public sealed class TestingGuide
{
    #region docs: harness
    [Fact]
    public void The_total_of_each_customer_runs_on()
    {
        using var harness = OperatorHarness.Of<Order, Balance>(
            orders => orders.KeyBy(o => o.Customer).Process(() => new RunningTotal()));
        harness.Process(new Order("Ann", 10), timestamp: 100);
        harness.ProcessWatermark(200);
        harness.Process(new Order("Ann", 5));
        Assert.Equal(
            [new StreamRecord(new Balance("Ann", 10), 100), new Watermark(200), new StreamRecord(new Balance("Ann", 15))],
            harness.Output);
        Assert.Equal([new Balance("Ann", 10), new Balance("Ann", 15)], harness.Records);
    }
    #endregion

    #region docs: restore
    [Fact]
    public void The_total_survives_a_restore_at_another_parallelism()
    {
        using var harness = OperatorHarness.Of<Order, Balance>(
            orders => orders.KeyBy(o => o.Customer).Process(() => new RunningTotal()));
        harness.Process(new Order("Ann", 10));
        harness.Process(new Order("Bob", 20));
        var snapshot = harness.Snapshot();

        using var restored = OperatorHarness.Restore(snapshot, parallelism: 3);
        restored.Process(new Order("Ann", 1));
        restored.Process(new Order("Bob", 1));
        Assert.Equal([11m, 21m], restored.Records.Select(b => b.Total).Order());
    }
    #endregion

    #region docs: verification
    [Fact]
    public void Nothing_that_happens_in_a_cluster_changes_the_totals() => OperatorVerification.Verify<Order, Balance>(
        orders => orders.KeyBy(o => o.Customer).Process(() => new RunningTotal()),
        script =>
        {
            script.Process(new Order("Ann", 10), timestamp: 100);
            script.Process(new Order("Bob", 20), timestamp: 150);
            script.ProcessWatermark(200);
            script.Process(new Order("Ann", 5));
            script.EndInput();
        });
    #endregion

    #region docs: two inputs
    [Fact]
    public void Records_of_both_inputs_are_emitted()
    {
        using var harness = OperatorHarness.Of(
            () => new Merge(), inputs: [HarnessInput.Of<int>(), HarnessInput.Of<string>()], outputs: [typeof(string)]);
        harness.Process(input: 0, 7);
        harness.Process(input: 1, "seven");
        harness.ProcessWatermark(10, input: 0);
        harness.ProcessWatermark(20, input: 1);
        harness.EndInput();
        Assert.Equal(["7", "seven"], harness.RecordsOf<string>());
        Assert.Contains(new Watermark(10), harness.Output);
    }
    #endregion

    #region docs: source
    [Fact]
    public void The_rest_is_read_from_where_the_snapshot_was_taken()
    {
        using var harness = SourceHarness.Of(env => env.FromSequence(1, 9), new SourceHarnessSettings { Parallelism = 2 });
        harness.Read(max: 4);
        Assert.Equal([1, 3], harness.RecordsOf(subtask: 0));
        Assert.Equal([2, 4], harness.RecordsOf(subtask: 1));
        var snapshot = harness.Snapshot();

        using var restored = SourceHarness.Restore(snapshot, parallelism: 3);
        Assert.Equal(Progress.Done, restored.Read());
        Assert.Equal([5, 6, 7, 8, 9], restored.Records.Order());
    }
    #endregion

    #region docs: source that loses a reader
    [Fact]
    public void What_a_lost_reader_had_is_read_again()
    {
        using var harness = SourceHarness.Of(env => env.FromSequence(1, 4), new SourceHarnessSettings { Parallelism = 2 });
        harness.Read(max: 2);
        var checkpoint = harness.Snapshot();
        harness.CompleteCheckpoint(checkpoint.CheckpointId);
        harness.Read(max: 2);
        harness.LoseReader(subtask: 1);
        Assert.Equal(Progress.Done, harness.Read());
        Assert.Equal([2, 4, 4], harness.RecordsOf(subtask: 1));
    }
    #endregion

    #region docs: source verification
    [Fact]
    public Task Nothing_that_happens_in_a_cluster_changes_what_is_read() => SourceVerification.VerifyAsync(
        env => env.FromSequence(1, 9));
    #endregion

    private sealed class Merge : TwoInputOperator<int, string, string>
    {
        protected override void CollectFirst(int value, long timestamp) => Output.Collect($"{value}", timestamp);

        protected override void CollectSecond(string value, long timestamp) => Output.Collect(value, timestamp);
    }
}

#region docs: test kit
public sealed class BalanceJobTests : FlowActorsTestKit
{
    [Fact]
    public async Task Balances_come_as_orders_do()
    {
        var env = CreateEnvironment();
        var orders = new TestingSource<Order>();
        var balances = Collect(env.FromTestingSource(orders).KeyBy(o => o.Customer).Process(() => new RunningTotal()));
        var job = await StartAsync(env);

        orders.Emit(new Order("Ann", 10));
        Assert.Equal(new Balance("Ann", 10), await balances.NextAsync());

        Clock.Advance(TimeSpan.FromHours(1));
        orders.Emit(new Order("Ann", 5));
        Assert.Equal(new Balance("Ann", 15), await balances.NextAsync());

        orders.End();
        await EndAsync(job);
    }
}
#endregion
