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
        using var filter = new KeyFilter(budget.Open());
        for (var i = 0UL; i < Keys; i++)
        {
            filter.Add((2 * i) + 1);
            // A key that is told again takes nothing.
            filter.Add((i & ~1UL) + 1);
        }

        var wrong = 0;
        for (var i = 0UL; i < Keys; i++)
        {
            if (filter.MayHave(2 * i)) wrong++;
        }

        Assert.InRange(wrong, 1, Keys / 40);
        for (var i = 0UL; i < Keys; i++) Assert.True(filter.MayHave((2 * i) + 1));
        Assert.InRange(filter.Keys, Keys - (Keys / 40), Keys);
    }

    [Fact]
    public void Its_memory_is_of_the_budget_and_goes_back()
    {
        var budget = new ObjectBudget(64 << 20);
        var filter = new KeyFilter(budget.Open());
        for (var i = 0UL; i < Keys; i++) filter.Add(i);
        // A fourth as large as the next one would be, it has three quarters of all keys.
        Assert.InRange(budget.Held, Keys, 8 * Keys);
        filter.Dispose();
        Assert.Equal(0, budget.Held);
    }

    [Fact]
    public void It_is_given_up_where_most_keys_are_there()
    {
        var budget = new ObjectBudget(64 << 20);
        using var filter = new KeyFilter(budget.Open());
        for (var i = 0UL; i < 1_000; i++) filter.Add(i);
        for (var i = 0UL; i < 200_000 && !filter.IsGivenUp; i++) filter.MayHave(i % 1_100);
        Assert.True(filter.IsGivenUp);
        Assert.Equal(0, budget.Held);
        Assert.True(filter.MayHave(5_000));
    }

    [Fact]
    public void It_stays_where_many_keys_are_new()
    {
        using var filter = new KeyFilter(new ObjectBudget(64 << 20).Open());
        for (var i = 0UL; i < 500_000; i++)
        {
            filter.MayHave(i & ~3UL);
            if (i % 4 == 0) filter.Add(i);
        }

        Assert.False(filter.IsGivenUp);
    }

    [Fact]
    public void Without_memory_it_makes_do_for_some_time_and_then_knows_nothing()
    {
        var budget = new ObjectBudget(256 << 10);
        using var filter = new KeyFilter(budget.Open());
        var told = 0UL;
        while (!filter.IsGivenUp)
        {
            filter.Add(told++);
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
}
