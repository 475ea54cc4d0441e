using FlowActors.Runtime.Subtasks;

namespace FlowActors.Runtime.Tests.Subtasks;

public sealed class PostedActionsTests
{
    private readonly PostedActions _actions;
    private int _posted;

    public PostedActionsTests() => _actions = new PostedActions(() => _posted++);

    [Fact]
    public void They_run_in_the_order_of_posting()
    {
        var done = new List<int>();
        _actions.Post(() => done.Add(1));
        Assert.True(_actions.TryPostQuery(() => done.Add(2), () => { }));
        _actions.Post(() => done.Add(3));
        Assert.Equal(3, _posted);
        _actions.Run();
        Assert.Equal([1, 2, 3], done);
    }

    [Fact]
    public void Queries_in_excess_are_refused_and_control_never_is()
    {
        for (var i = 0; i < PostedActions.QueriesMax; i++) Assert.True(_actions.TryPostQuery(() => { }, () => { }));
        Assert.False(_actions.TryPostQuery(() => { }, () => { }));
        var control = 0;
        for (var i = 0; i < 10 * PostedActions.QueriesMax; i++) _actions.Post(() => control++);
        _actions.Run();
        Assert.Equal(10 * PostedActions.QueriesMax, control);
        Assert.True(_actions.TryPostQuery(() => { }, () => { }));
    }

    [Fact]
    public void What_is_posted_meanwhile_waits_for_the_next_time_and_is_announced()
    {
        var rounds = 0;
        void Again()
        {
            rounds++;
            _actions.Post(Again);
        }

        Again();
        _posted = 0;
        _actions.Run();
        Assert.Equal(2, rounds);
        Assert.True(_posted > 0);
    }

    [Fact]
    public void Completions_never_are_more_than_their_capacity()
    {
        var entered = 0;
        var completions = new PostedCompletions(2, _actions, () => entered++);
        Assert.True(completions.TryReserve());
        Assert.True(completions.TryReserve());
        Assert.False(completions.TryReserve());
        var results = new List<int>();
        completions.Complete(() => results.Add(7));
        Assert.False(completions.TryReserve());
        _actions.Run();
        Assert.Equal((1, 7), (entered, Assert.Single(results)));
        Assert.True(completions.TryReserve());
        Assert.False(completions.TryReserve());
    }
}
