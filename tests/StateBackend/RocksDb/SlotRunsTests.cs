using CsCheck;
using FlowActors.State.RocksDb.Caching;

namespace FlowActors.StateBackend.Tests.RocksDb;

/// <summary>A table of numbers: whatever leaves, each of those that stay is found from its home, once.</summary>
public sealed class SlotRunsTests
{
    private static readonly Gen<int> s_size = Gen.Int[2, 40];

    private static readonly Gen<(int Size, int Count, int From, int Length, int LeavesOneOf, int Seed)> s_drawn =
        from size in s_size
        from count in Gen.Int[1, size - 1]
        from @from in Gen.Int[0, size - 1]
        from length in Gen.Int[1, size - @from]
        from oneOf in Gen.Int[1, 5]
        from seed in Gen.Int[0, int.MaxValue]
        select (size, count, @from, length, oneOf, seed);

    [Fact]
    public void What_stays_is_found() => Seeded.Check(s_drawn, d => Remove(d.Size, d.Count, d.From, d.From + d.Length, d.LeavesOneOf, new Random(d.Seed)), iterations: 20_000);

    [Fact]
    public void Nothing_leaves_where_nothing_is_to() => Seeded.Check(s_drawn, d => Remove(d.Size, d.Count, d.From, d.From + d.Length, int.MaxValue, new Random(d.Seed)));

    // The run goes round the end, to behind the slot where the pass begins: 'a' moves to the gap at the end, and leaves one before 'b', which was looked at first.
    [Fact]
    public void A_run_that_goes_round_to_the_beginning_of_the_pass_is_closed()
    {
        var table = new Table(4);
        Entry[] slots = [new("a", 3), new("b", 0), default, new("leaves", 3, Leaves: true)];
        SlotRuns.Remove(slots.AsSpan(), 1, 4, new Rules(table));
        Assert.Equal(["b", null, null, "a"], slots.Select(s => s.Name));
    }

    private static void Remove(int size, int count, int from, int end, int leavesOneOf, Random random)
    {
        var table = new Table(size);
        var slots = new Entry[size];
        for (var i = 0; i < count; i++) SlotRuns.Put(slots.AsSpan(), new Entry($"{i}", random.Next(size)), new Rules(table));
        for (var at = from; at < end; at++)
        {
            if (slots[at].Name is not null && random.Next(leavesOneOf) == 0) slots[at] = slots[at] with { Leaves = true };
        }

        var stay = slots.Where(s => s.Name is not null && !s.Leaves).Select(s => s.Name).Order().ToList();
        var leave = slots.Where(s => s.Leaves).Select(s => s.Name).Order().ToList();
        SlotRuns.Remove(slots.AsSpan(), from, end, new Rules(table));
        Assert.Equal(stay, slots.Where(s => s.Name is not null).Select(s => s.Name).Order());
        Assert.Equal(leave, table.Left.Order());
        for (var at = 0; at < size; at++)
        {
            if (slots[at].Name is null) continue;
            for (var seen = slots[at].Home; seen != at; seen = (seen + 1) % size) Assert.NotNull(slots[seen].Name);
        }
    }

    private readonly record struct Entry(string? Name, int Home, bool Leaves = false);

    private sealed record Table(int Size)
    {
        public List<string?> Left { get; } = [];
    }

    private readonly struct Rules(Table table) : ISlotRules<Entry>
    {
        public bool IsFree(in Entry slot) => slot.Name is null;

        public int HomeOf(in Entry slot) => slot.Home % table.Size;

        public bool Leaves(in Entry slot) => slot.Leaves;

        public void Left(in Entry slot) => table.Left.Add(slot.Name);

        public void Moved(ref Entry slot, int from, int to) => Assert.NotEqual(from, to);
    }
}
