using FlowActors.State;

namespace FlowActors.StateBackend.Tests.Contract;

/// <summary>State that belongs to a subtask and not to keys.</summary>
public abstract class OperatorStates(IStateBackend backend) : ContractTests(backend)
{
    [Fact]
    public void A_list_keeps_the_order_of_adding()
    {
        var list = Backend.Scope().OperatorState(Opened.Uid).GetListState(new ListStateDescriptor<string>("offsets"));
        Assert.Empty(list.Get());
        list.Add("b");
        list.Add("a");
        Assert.Equal(["b", "a"], list.Get());
        list.Update(list.Get().Append("c"));
        Assert.Equal(["b", "a", "c"], list.Get());
        list.AddAll(list.Get().Take(1));
        Assert.Equal(["b", "a", "c", "b"], list.Get());
        list.Clear();
        Assert.Empty(list.Get());
    }

    [Fact]
    public void A_broadcast_state_is_a_map_whose_keys_are_equal_when_their_bytes_are()
    {
        var rules = Backend.Scope().OperatorState(Opened.Uid).GetBroadcastState(new MapStateDescriptor<decimal, string>("rules"));
        rules.Put(1.0m, "one");
        rules.Put(1.00m, "uno");
        Assert.Equal("uno", Assert.Single(rules.Entries()).Value);
        Assert.True(rules.Contains(1.000m));
        Assert.True(rules.Remove(1m));
        Assert.False(rules.Remove(1m));
        rules.Put(2m, "two");
        rules.Clear();
        Assert.Empty(rules.Entries());
    }

    [Fact]
    public void Entries_of_a_broadcast_state_may_come_together_the_later_of_one_key_counts()
    {
        var rules = Backend.Scope().OperatorState(Opened.Uid).GetBroadcastState(new MapStateDescriptor<decimal, string>("rules"));
        rules.Put(2m, "two");
        rules.PutAll([new(1m, "one"), new(2.0m, "due"), new(1.0m, "uno")]);
        rules.PutAll(rules.Entries().Select(e => KeyValuePair.Create(e.Key + 10, e.Value)));
        Assert.Equal([(1m, "uno"), (2m, "due"), (11m, "uno"), (12m, "due")], rules.Entries().Select(e => (e.Key, e.Value)).Order());
        rules.PutAll([]);
        Assert.Equal(4, rules.Entries().Count());
    }

    [Fact]
    public void A_name_gives_the_same_state_again_and_never_one_of_another_kind()
    {
        var store = Backend.Scope().OperatorState(Opened.Uid);
        store.GetListState(new ListStateDescriptor<int>("n")).Add(1);
        Assert.Equal([1], store.GetListState(new ListStateDescriptor<int>("n")).Get());
        var refusal = Assert.Throws<InvalidOperationException>(() => store.GetUnionListState(new ListStateDescriptor<int>("n")));
        Assert.Contains(Opened.Operator, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("union", refusal.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => store.GetListState(new ListStateDescriptor<long>("n")));
        Assert.Throws<InvalidOperationException>(() => store.GetBroadcastState(new MapStateDescriptor<int, int>("n")));
    }

    [Fact]
    public void A_null_key_of_a_broadcast_state_is_refused()
    {
        var rules = Backend.Scope().OperatorState(Opened.Uid).GetBroadcastState(new MapStateDescriptor<string, int>("rules"));
        var refusal = Assert.Throws<ArgumentNullException>(() => rules.Put(null!, 1));
        Assert.Contains("rules", refusal.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => rules.PutAll([new("a", 1), new(null!, 1)]));
        Assert.Throws<ArgumentNullException>(() => rules.PutAll(null!));
        Assert.Empty(rules.Entries());
    }
}
