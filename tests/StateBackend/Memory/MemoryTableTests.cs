using FlowActors.State;
using FlowActors.State.Memory;
using FlowActors.StateBackend.Tests.Contract;
using FlowActors.StateBackend.Tests.Model;

namespace FlowActors.StateBackend.Tests.Memory;

/// <summary>What only the table in memory promises.</summary>
public sealed class MemoryTableTests : IDisposable
{
    private readonly IKeyedStateBackend<long> _state = new MemoryStateBackend().Keyed<long>();

    public void Dispose() => _state.Dispose();

    [Fact]
    public void Counting_known_keys_allocates_nothing()
    {
        var table = _state.Table<long, long>();
        for (var key = 0L; key < 1_000; key++) table.GetOrAdd(key, out _)++;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0L; i < 100_000; i++) table.GetOrAdd(i % 1_000, out _)++;
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Reading_while_keys_come_is_noticed()
    {
        var table = _state.Table<long, long>();
        for (var key = 0L; key < 1_000; key++) table.GetOrAdd(key, out _);
        Assert.Throws<InvalidOperationException>(() =>
        {
            for (var group = 0; group < 128; group++)
            {
                foreach (var (key, _) in table.Entries(group)) table.GetOrAdd(key + 1_000_000, out _);
            }
        });
    }

    [Fact]
    public void Values_may_be_replaced_while_they_are_read()
    {
        var table = _state.Table<long, long>();
        for (var key = 0L; key < 1_000; key++) table.GetOrAdd(key, out _);
        for (var group = 0; group < 128; group++)
        {
            foreach (var (key, _) in table.Entries(group)) table.GetOrAdd(key, out _) = key;
        }

        Assert.True(table.TryGet(777, out var value));
        Assert.Equal(777, value);
    }

    [Fact]
    public void A_switch_turns_copies_off()
    {
        using var state = new MemoryStateBackend().Keyed<long>(copyMutableValues: false);
        var sum = state.GetReducingState(new ReducingStateDescriptor<Box>("sum", (kept, _) => kept));
        state.CurrentKey = 1;
        var box = new Box();
        sum.Add(box);
        Assert.True(sum.TryGet(out var result));
        Assert.Same(box, result);
    }

    [Fact]
    public void Keys_that_all_share_one_hash_are_still_told_apart()
    {
        var table = new MemoryStateBackend().Keyed<(long, long)>().Table<(long, long), long>();
        for (var i = 0L; i < 300; i++) table.GetOrAdd(((i << 32) | i, 0), out _) = i;
        for (var i = 0L; i < 300; i += 2) Assert.True(table.Remove(((i << 32) | i, 0)));
        for (var i = 0L; i < 300; i++)
        {
            Assert.Equal(i % 2 == 1, table.TryGet(((i << 32) | i, 0), out var value));
            Assert.Equal(i % 2 == 1 ? i : 0, value);
        }
    }
}
