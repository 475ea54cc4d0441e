using System.Runtime.CompilerServices;
using FlowActors.State;
using FlowActors.State.Memory;
using FlowActors.State.Memory.Tables;
using FlowActors.State.Tables;
using FlowActors.StateBackend.Tests.Contract;
using FlowActors.StateBackend.Tests.Model;

namespace FlowActors.StateBackend.Tests.Memory;

/// <summary>What only the table in memory promises.</summary>
public sealed class MemoryTableTests : IDisposable
{
    private readonly OpenedKeys<long> _state = new MemoryStateBackend().Keyed<long>();

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
    public void A_table_without_namespaces_spends_nothing_on_them()
    {
        Assert.Equal(24, Unsafe.SizeOf<Entry<long, VoidNamespace, long>>());
        Assert.Equal(24, Unsafe.SizeOf<Entry<string, VoidNamespace, long>>());
        Assert.Equal(24, Unsafe.SizeOf<Entry<long, VoidNamespace, string>>());
        Assert.Equal(16, Unsafe.SizeOf<Entry<int, VoidNamespace, int>>());
        Assert.Equal(32, Unsafe.SizeOf<Entry<long, long, long>>());
    }

    [Fact]
    public void Reading_a_list_allocates_one_object_whatever_its_length()
    {
        var list = _state.GetListState(new ListStateDescriptor<long>("list"));
        _state.CurrentKey = 1;
        list.Update(Enumerable.Range(0, 1_000).Select(i => (long)i));
        Assert.Equal(Sum(list), Sum(list));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Sum(list);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 200);

        static long Sum(IListState<long> list)
        {
            var sum = 0L;
            foreach (var element in list.Get()) sum += element;
            return sum;
        }
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
