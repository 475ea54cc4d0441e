using FlowActors.Functions;
using FlowActors.Graph;
using FlowActors.Linq;
using FlowActors.Operators;
using FlowActors.State;
using FlowActors.Testing;

namespace FlowActors.Tests.Docs;

// The regions named "docs" stand in docs/functions.md, letter by letter: see DocsTests.
#region docs: rich
public sealed record Purchase(string Customer, decimal Amount);

/// <summary>Numbers the orders of each customer.</summary>
public sealed class Numbering : RichMapFunction<Purchase, string>
{
    private IValueState<int>? _count;

    public override void Open(IKeyedRuntimeContext context) =>
        _count = context.GetState(new ValueStateDescriptor<int>("count"));

    public override string Map(Purchase order)
    {
        _count!.Update(_count.Value() + 1);
        return $"{order.Customer} #{_count.Value()}";
    }
}
#endregion

#region docs: expiring
/// <summary>Lets a visitor through who was not there for a day.</summary>
public sealed class NewVisitors : RichFilterFunction<string>
{
    private static readonly ValueStateDescriptor<bool> Seen = new("seen")
    {
        TimeToLive = new StateTtlConfig(TimeSpan.FromDays(1)),
    };

    private IValueState<bool>? _seen;

    public override void Open(IKeyedRuntimeContext context) => _seen = context.GetState(Seen);

    public override bool Filter(string visitor)
    {
        var isNew = !_seen!.TryPeek(out _);
        _seen.Update(true);
        return isNew;
    }
}
#endregion

#region docs: side output
/// <summary>Lets orders through; those without a customer go to a side output.</summary>
public sealed class Checked : ProcessFunction<Purchase, Purchase>
{
    public static readonly OutputTag<string> Bad = new("bad");

    public override void ProcessElement(Purchase order, IProcessContext context, Collector<Purchase> output)
    {
        if (order.Customer.Length > 0) output.Collect(order);
        else context.Output(Bad, $"nobody ordered for {order.Amount}");
    }
}
#endregion

#region docs: broadcast
public sealed record Limit(string Name, decimal Amount);

/// <summary>Tells of customers who have ordered for more than a limit, and of all again when it changes.</summary>
public sealed class Limits : KeyedBroadcastProcessFunction<string, Purchase, Limit, string>
{
    public static readonly MapStateDescriptor<string, decimal> All = new("limits");

    private static readonly ValueStateDescriptor<decimal> Total = new("total");

    private IValueState<decimal>? _total;

    public override void Open(IKeyedRuntimeContext context) => _total = context.GetState(Total);

    public override void ProcessElement(Purchase order, IKeyedReadOnlyBroadcastContext<string> context, Collector<string> output)
    {
        var total = _total!.Value() + order.Amount;
        _total.Update(total);
        foreach (var (name, limit) in context.GetBroadcastState(All).Entries())
        {
            if (total > limit) output.Collect($"{order.Customer} is above {name}");
        }
    }

    public override void ProcessBroadcastElement(Limit limit, IKeyedBroadcastContext<string> context, Collector<string> output)
    {
        context.GetBroadcastState(All).Put(limit.Name, limit.Amount);
        context.ApplyToKeyedState(Total, (customer, total) =>
        {
            if (total.Value() > limit.Amount) output.Collect($"{customer} is above {limit.Name}");
        });
    }
}
#endregion

#region docs: checkpointed
/// <summary>Hands orders on three at a time. Those that wait are in a field, and in the subtask's state at each checkpoint.</summary>
public sealed class InThrees : RichFlatMapFunction<Purchase, Purchase>, ICheckpointedFunction
{
    private readonly List<Purchase> _waiting = [];
    private IOperatorListState<Purchase>? _state;

    public void InitializeState(IFunctionInitializationContext context)
    {
        _state = context.OperatorStateStore.GetListState(new ListStateDescriptor<Purchase>("waiting"));
        _waiting.AddRange(_state.Get());
    }

    public override void FlatMap(Purchase order, Collector<Purchase> output)
    {
        _waiting.Add(order);
        if (_waiting.Count < 3) return;
        foreach (var one in _waiting) output.Collect(one);
        _waiting.Clear();
    }

    public void SnapshotState(IFunctionSnapshotContext context) => _state!.Update(_waiting);
}
#endregion

#region docs: input
/// <summary>Reads all known customers before the first order, and lets the orders of known ones through: of others as soon as they are known.</summary>
public sealed class KnownFirst : TwoInputOperator<Purchase, string, Purchase>, IInputSelectable
{
    private KeyAtHand<string>? _key;
    private IValueState<bool>? _isKnown;
    private IListState<Purchase>? _early;

    public int? NextInput { get; private set; } = 1;

    public override void Open()
    {
        var states = Context.GetKeyedStates<string>();
        _key = states.Key;
        _isKnown = states.GetState(new ValueStateDescriptor<bool>("known"));
        _early = states.GetListState(new ListStateDescriptor<Purchase>("early"));
    }

    public override void EndInput(int input)
    {
        if (input == 1) NextInput = null;
    }

    protected override void CollectFirst(Purchase order, long timestamp)
    {
        _key!.Set(order.Customer);
        if (_isKnown!.Value()) Output.Collect(order, timestamp);
        else _early!.Add(order);
        _key.Clear();
    }

    protected override void CollectSecond(string customer, long timestamp)
    {
        _key!.Set(customer);
        _isKnown!.Update(true);
        foreach (var order in _early!.Get()) Output.Collect(order, timestamp);
        _early.Clear();
        _key.Clear();
    }
}
#endregion

public sealed class FunctionsGuide
{
    [Fact]
    public void Each_customer_has_a_count()
    {
        using var harness = OperatorHarness.Of<Purchase, string>(orders => orders.KeyBy(o => o.Customer).Map(() => new Numbering()));
        harness.Process(new Purchase("ann", 1));
        harness.Process(new Purchase("bob", 1));
        harness.Process(new Purchase("ann", 1));
        Assert.Equal(["ann #1", "bob #1", "ann #2"], harness.Records);
    }

    [Fact]
    public void Bad_orders_go_to_the_side_output()
    {
        using var harness = OperatorHarness.Of<Purchase, Purchase>(orders => orders.Process(() => new Checked()));
        harness.Process(new Purchase("ann", 1));
        harness.Process(new Purchase("", 2));
        Assert.Single(harness.Records);
        Assert.Equal(["nobody ordered for 2"], harness.SideOutput(Checked.Bad));
    }

    #region docs: broadcast harness
    [Fact]
    public void A_new_limit_counts_for_customers_of_all_subtasks()
    {
        using var harness = OperatorHarness.Of<Purchase, Limit, string>(
            (orders, limits) => orders.KeyBy(o => o.Customer).Connect(limits.Broadcast(Limits.All)).Process(() => new Limits()));
        harness.Process(0, new Purchase("ann", 70));
        harness.Process(1, new Limit("high", 100));
        harness.Process(0, new Purchase("ann", 50));
        using var three = OperatorHarness.Restore(harness.Snapshot(), parallelism: 3);
        three.Process(0, new Purchase("bob", 101));
        three.Process(1, new Limit("low", 10));
        Assert.Equal(["ann is above high"], harness.RecordsOf<string>());
        Assert.Equal(["ann is above low", "bob is above high", "bob is above low"], three.RecordsOf<string>().Order());
    }
    #endregion

    [Fact]
    public void What_waits_is_there_after_a_restore()
    {
        using var harness = OperatorHarness.Of<Purchase, Purchase>(orders => orders.FlatMap(() => new InThrees()));
        harness.Process(new Purchase("ann", 1));
        harness.Process(new Purchase("bob", 2));
        using var restored = OperatorHarness.Restore(harness.Snapshot());
        restored.Process(new Purchase("eve", 3));
        Assert.Equal(["ann", "bob", "eve"], restored.Records.Select(o => o.Customer));
    }

    [Fact]
    public void Orders_wait_until_all_customers_are_known()
    {
        using var harness = OperatorHarness.Of<Purchase, string, Purchase>(
            (orders, known) => orders.KeyBy(o => o.Customer).Connect(known.KeyBy(c => c)).Transform("KnownFirst", () => new KnownFirst()));
        harness.Process(0, new Purchase("ann", 1));
        harness.Process(0, new Purchase("bob", 2));
        Assert.Empty(harness.RecordsOf<Purchase>());
        harness.Process(1, "bob");
        harness.EndInput(1);
        Assert.Equal(["bob"], harness.RecordsOf<Purchase>().Select(o => o.Customer));
    }

    #region docs: input restored
    [Fact]
    public void No_order_is_lost_by_a_barrier()
    {
        using var harness = OperatorHarness.Of<Purchase, string, Purchase>(
            (orders, known) => orders.KeyBy(o => o.Customer).Connect(known.KeyBy(c => c)).Transform("KnownFirst", () => new KnownFirst()));
        harness.Process(0, new Purchase("ann", 1));
        using var restored = OperatorHarness.Restore(harness.Snapshot(), parallelism: 2);
        restored.Process(1, "ann");
        Assert.Equal(["ann"], restored.RecordsOf<Purchase>().Select(o => o.Customer));
    }
    #endregion

    [Fact]
    public void It_goes_on_from_any_snapshot() => OperatorVerification.Verify<Purchase, string, Purchase>(
        (orders, known) => orders.KeyBy(o => o.Customer).Connect(known.KeyBy(c => c)).Transform("KnownFirst", () => new KnownFirst()),
        script =>
        {
            for (var i = 0; i < 5; i++) script.Process(1, $"customer {i}");
            script.EndInput(1);
            for (var i = 0; i < 20; i++) script.Process(0, new Purchase($"customer {i % 7}", i));
        });

    #region docs: time to live
    [Fact]
    public void Who_stays_away_for_a_day_is_new_again()
    {
        using var harness = OperatorHarness.Of<string, string>(visitors => visitors.KeyBy(v => v).Filter(() => new NewVisitors()));
        harness.Process("ann");
        harness.AdvanceProcessingTime(TimeSpan.FromHours(23));
        harness.Process("ann");
        harness.AdvanceProcessingTime(TimeSpan.FromHours(24));
        harness.Process("ann");
        Assert.Equal(["ann", "ann"], harness.Records);
    }
    #endregion

    #region docs: query
    [Fact]
    public void A_program_may_be_written_as_a_query()
    {
        var env = new StreamExecutionEnvironment(new JobSettings());
        var orders = env.FromElements(new Purchase("ann", 3), new Purchase("bob", 4));
        var totals = (from order in orders
                      where order.Amount > 0
                      let cents = order.Amount * 100
                      group cents by order.Customer).Sum(pair => pair.Value);
        totals.Discard();
        Assert.Equal(5, env.BuildGraph("totals").Nodes.Count(n => !n.IsSink));
    }
    #endregion
}
