using FlowActors.State.RocksDb.Budget;
using FlowActors.State.RocksDb.Caching;

namespace FlowActors.StateBackend.Tests.RocksDb;

public sealed class KeyFilterTests
{
    // Odd numbers are told, even ones are not: both are neighbours of each other, as keys often are.
    private const int Keys = 400_000;

    [Fact]
    public void What_it_was_told_may_be_there_and_hardly_anything_else()
    {
        var budget = new ObjectBudget(64 << 20);
        using var filter = new KeyFilter(budget);
        for (var i = 0UL; i < Keys; i++)
        {
            filter.Add((2 * i) + 1, long.MaxValue);
            // A key that is told again takes nothing.
            filter.Add((i & ~1UL) + 1, long.MaxValue);
        }

        Assert.InRange(filter.Keys, Keys - (Keys / 40), Keys);
        var wrong = 0;
        for (var i = 0UL; i < Keys; i++)
        {
            Assert.True(filter.MayHave((2 * i) + 1));
            if (filter.MayHave(2 * i)) wrong++;
        }

        Assert.InRange(wrong, 1, Keys / 40);
        Assert.False(filter.IsGivenUp);
    }

    [Fact]
    public void Its_memory_is_of_the_budget_and_goes_back()
    {
        var budget = new ObjectBudget(64 << 20);
        var filter = new KeyFilter(budget);
        for (var i = 0UL; i < Keys; i++) filter.Add(i, long.MaxValue);
        // A fourth as large as the next one would be, it has three quarters of all keys.
        Assert.InRange(budget.Held, Keys, 8 * Keys);
        filter.Dispose();
        Assert.Equal(0, budget.Held);
    }

    [Fact]
    public void It_is_given_up_where_most_keys_are_there()
    {
        var budget = new ObjectBudget(64 << 20);
        using var filter = new KeyFilter(budget);
        for (var i = 0UL; i < 1_000; i++) filter.Add(i, long.MaxValue);
        for (var i = 0UL; i < 200_000 && !filter.IsGivenUp; i++) filter.MayHave(i % 1_100);
        Assert.True(filter.IsGivenUp);
        Assert.Equal(0, budget.Held);
        Assert.True(filter.MayHave(5_000));
    }

    [Fact]
    public void It_stays_where_many_keys_are_new()
    {
        using var filter = new KeyFilter(new ObjectBudget(64 << 20));
        for (var i = 0UL; i < 500_000; i++)
        {
            filter.MayHave(i & ~3UL);
            if (i % 4 == 0) filter.Add(i, long.MaxValue);
        }

        Assert.False(filter.IsGivenUp);
    }

    [Fact]
    public void Without_memory_it_makes_do_for_some_time_and_then_knows_nothing()
    {
        var budget = new ObjectBudget(256 << 10);
        using var filter = new KeyFilter(budget);
        var told = 0UL;
        while (!filter.IsGivenUp)
        {
            filter.Add(told++, long.MaxValue);
            if (told % 1_000 != 0) continue;
            for (var i = 0UL; i < told; i += 7)
            {
                Assert.True(filter.MayHave(i));
                filter.MayHave(i + (1UL << 40));
            }

            Assert.InRange(budget.Held, 0, budget.Bytes);
        }

        // All of the budget, with fourteen bits for each key at first and four in the end.
        Assert.InRange(told, 256UL * 1024 * 8 / 10, 256UL * 1024 * 8 / 3);
        Assert.True(filter.MayHave(ulong.MaxValue));
    }

    [Fact]
    public void Given_up_it_is_wanted_where_most_is_looked_for_in_vain_and_learns_what_is_there()
    {
        var budget = new ObjectBudget(64 << 20);
        using var filter = new KeyFilter(budget);
        filter.GiveUp();
        Look(filter, found: 3, vain: 1);
        Assert.False(filter.IsWanted);
        Look(filter, found: 1, vain: 3);
        Assert.True(filter.IsWanted);
        Assert.True(filter.TryLearn(Keys));
        // What comes meanwhile and what was there.
        filter.Add(1, Keys);
        for (var i = 1UL; i < Keys; i++)
        {
            filter.Add((2 * i) + 1, Keys);
            Assert.True(filter.MayHave(2 * i));
        }

        filter.EndLearning();
        var wrong = 0;
        for (var i = 0UL; i < Keys; i++)
        {
            Assert.True(filter.MayHave((2 * i) + 1));
            if (filter.MayHave(2 * i)) wrong++;
        }

        Assert.InRange(wrong, 0, Keys / 100);
        // One filter for all, with room for a quarter more.
        Assert.InRange(budget.Held, Keys * 14 / 8, Keys * 18 / 8);
    }

    [Fact]
    public void It_does_not_learn_what_there_is_no_memory_for()
    {
        var budget = new ObjectBudget(64 << 10);
        using var filter = new KeyFilter(budget);
        filter.GiveUp();
        Look(filter, found: 0, vain: 1);
        Assert.False(filter.TryLearn(Keys));
        Assert.True(filter.IsGivenUp);
        Assert.False(filter.IsWanted);
        Assert.Equal(0, budget.Held);
    }

    [Fact]
    public void It_waits_for_memory_that_others_have_beyond_their_part()
    {
        var budget = new ObjectBudget(1 << 20);
        using var other = budget.Open();
        other.TryHold(1 << 20);
        using var filter = new KeyFilter(budget);
        filter.GiveUp();
        Look(filter, found: 0, vain: 1);
        Assert.False(filter.TryLearn(10_000));
        Assert.True(filter.IsWanted);
        Assert.True(other.MustGiveBack);
        other.TryHold(512 << 10);
        Assert.True(filter.TryLearn(10_000));
    }

    [Fact]
    public void It_does_not_wait_for_memory_for_ever()
    {
        var budget = new ObjectBudget(1 << 20);
        using var other = budget.Open();
        using var filter = new KeyFilter(budget);
        filter.Add(1, 1);
        other.TryHold((1 << 20) - budget.Held);
        for (var i = 2UL; !other.MustGiveBack; i++) filter.Add(i, long.MaxValue);
        // Nothing new comes, and many are looked for that are not there: it stays, and makes do.
        for (var i = 0UL; i < 1 << 16; i++) filter.MayHave(i + (1UL << 40));
        Assert.False(filter.IsGivenUp);
        Assert.False(other.MustGiveBack);
    }

    [Fact]
    public void Where_most_keys_have_gone_it_begins_anew_instead_of_growing()
    {
        var budget = new ObjectBudget(64 << 20);
        using var filter = new KeyFilter(budget);
        // As the keys of windows, of which a thousand are open at a time.
        for (var i = 0UL; i < 10 * Keys && !filter.IsWanted; i++) filter.Add(i, 1_000);
        Assert.True(filter.IsWanted);
        Assert.Equal(0, budget.Held);
        Assert.True(filter.TryLearn(1_000));
    }

    private static void Look(KeyFilter filter, int found, int vain)
    {
        for (var i = 0; i < 1 << 16; i++)
        {
            Assert.True(filter.MayHave((ulong)i));
            if (i % (found + vain) < vain) filter.Missed();
        }
    }
}
