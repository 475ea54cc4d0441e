using FlowActors.Sources.Coordination;

namespace FlowActors.Tests.Sources;

public class AbortedCheckpointTests
{
    private static readonly byte[] s_split = [1];
    private readonly SplitLedger _ledger = new(1);
    private readonly SplitInbox _inbox = new(0, 1);

    public AbortedCheckpointTests()
    {
        _ledger.Add(0, 1);
        _ledger.Hear(_inbox.State);
    }

    [Fact]
    public void The_abort_of_a_later_checkpoint_lets_nothing_in_before_the_barrier_of_an_earlier_one()
    {
        _ledger.Mark(2);
        _ledger.Assign(0, s_split);
        _ledger.Mark(3);
        Assert.Empty(Ask());
        _inbox.AskAgain();
        Assert.Empty(Ask());
        _ledger.Aborted(3);
        Assert.Empty(Ask());
        _inbox.Pass(2);
        Assert.Equal([s_split], Ask());
    }

    [Fact]
    public void What_was_held_back_for_a_checkpoint_that_is_aborted_comes_when_it_is_asked_for_again()
    {
        _ledger.Mark(2);
        _ledger.Assign(0, s_split);
        Assert.Empty(Ask());
        _ledger.Aborted(2);
        _inbox.AskAgain();
        Assert.NotNull(_inbox.TakeNews());
        Assert.Equal([s_split], Ask());
    }

    private IReadOnlyList<byte[]> Ask() => _ledger.AnswerFor(0, int.MaxValue) is { } answer ? _inbox.Take(answer) : [];
}
