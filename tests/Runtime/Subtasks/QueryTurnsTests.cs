using FlowActors.Runtime.Subtasks;
using FlowActors.Runtime.Subtasks.Queries;

namespace FlowActors.Runtime.Tests.Subtasks;

/// <summary>Long questions take turns between the records.</summary>
public sealed class QueryTurnsTests
{
    private readonly List<string> _done = [];
    private readonly PostedActions _posted;
    private readonly QueryTurns _turns;

    public QueryTurnsTests()
    {
        _posted = new PostedActions(() => { });
        _turns = new QueryTurns((turn, refused) => _posted.TryPostQuery(() => turn(null!), refused));
    }

    [Fact]
    public void One_slice_is_done_between_two_quanta_however_many_ask()
    {
        Ask("a", slices: 3);
        Ask("b", slices: 1);
        Ask("c", slices: 2);
        var runs = 0;
        for (; _posted.Run(); runs++) Assert.Equal(runs + 1, _done.Count);
        Assert.Equal(["a", "b", "c", "a", "c", "a"], _done);
        Ask("d", slices: 1);
        Assert.True(_posted.Run());
        Assert.Equal("d", _done[^1]);
    }

    [Fact]
    public void A_subtask_that_ends_refuses_those_that_wait_and_those_that_come()
    {
        Ask("a", slices: 3);
        Ask("b", slices: 3);
        _posted.Run();
        _posted.Close();
        Ask("c", slices: 3);
        Assert.Equal(["a", "b refused", "a refused", "c refused"], _done);
    }

    [Fact]
    public void So_many_may_wait()
    {
        for (var i = 0; i < PostedActions.QueriesMax; i++) Ask("a", slices: 1);
        Assert.Empty(_done);
        Ask("b", slices: 1);
        Assert.Equal(["b refused"], _done);
    }

    private void Ask(string name, int slices)
    {
        var left = slices;
        _turns.Add(
            _ =>
            {
                _done.Add(name);
                return --left == 0;
            },
            () => _done.Add($"{name} refused"));
    }
}
