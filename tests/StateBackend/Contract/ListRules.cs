using FlowActors.State;

namespace FlowActors.StateBackend.Tests.Contract;

/// <summary>Lists that are made from themselves, or from what fails half-way.</summary>
public abstract class ListRules(IStateBackend backend) : ContractTests(backend)
{
    [Fact]
    public void A_list_may_be_replaced_and_extended_by_what_is_made_from_itself()
    {
        using var state = Backend.Keyed<int>();
        var list = state.GetListState(new ListStateDescriptor<int>("list"));
        state.CurrentKey = 1;
        list.Update([3, 1, 2]);
        list.Update(list.Get().Order());
        Assert.Equal([1, 2, 3], list.Get());
        list.AddAll(list.Get().Select(x => x * 10));
        Assert.Equal([1, 2, 3, 10, 20, 30], list.Get());
    }

    [Fact]
    public void Values_that_fail_half_way_change_nothing()
    {
        using var state = Backend.Keyed<int>();
        var list = state.GetListState(new ListStateDescriptor<int>("list"));
        state.CurrentKey = 1;
        list.Add(1);
        Assert.Throws<FormatException>(() => list.AddAll(Failing()));
        Assert.Throws<FormatException>(() => list.Update(Failing()));
        Assert.Equal([1], list.Get());
    }

    [Fact]
    public void Lists_of_two_keys_do_not_meet()
    {
        using var state = Backend.Keyed<int>();
        var list = state.GetListState(new ListStateDescriptor<int>("list"));
        state.CurrentKey = 1;
        list.Add(1);
        state.CurrentKey = 2;
        Assert.Empty(list.Get());
        list.Add(2);
        list.Clear();
        state.CurrentKey = 1;
        Assert.Equal([1], list.Get());
    }

    private static IEnumerable<int> Failing()
    {
        yield return 7;
        throw new FormatException();
    }
}
