using FlowActors.State.RocksDb;
using FlowActors.State.RocksDb.Budget;
using FlowActors.State.RocksDb.Storage;
using FlowActors.StateBackend.Tests.Folders;

namespace FlowActors.StateBackend.Tests.RocksDb;

/// <summary>State that is far larger than its memory, in each way in which it can be.</summary>
public sealed class LargeStates : IDisposable
{
    private const int Many = 200_000;

    private readonly TemporaryRoots _roots = new();
    private readonly DatabaseStore _store = new();

    public void Dispose()
    {
        _store.Dispose();
        _roots.Dispose();
    }

    [Fact]
    public void A_value_larger_than_the_whole_budget_works_alone()
    {
        using var backend = With(2 << 20);
        using var subtask = new OneSubtask(backend);
        var large = OneSubtask.ValueOf(1, 6 << 20);
        subtask.Key = 1;
        subtask.Values.Update(large);
        subtask.Put(2, 500);
        subtask.Forget();
        subtask.Key = 1;
        Assert.Equal(large, subtask.Values.Value());
        using var restored = new OneSubtask(backend, [subtask.Snapshot(_store)]);
        restored.Key = 1;
        Assert.Equal(large, restored.Values.Value());
        restored.AssertHolds(2, 500);
    }

    [Fact]
    public void A_budget_too_small_for_anything_is_refused_with_the_least_that_works()
    {
        var failure = Assert.Throws<ArgumentOutOfRangeException>(() => With(StateMemory.Least - 1));
        Assert.Contains("flowactors.state.memory", failure.Message, StringComparison.Ordinal);
        Assert.Contains("2,097,152", failure.Message, StringComparison.Ordinal);
        using var backend = With(StateMemory.Least);
        using var subtask = new OneSubtask(backend);
        subtask.Put(0, 3_000);
        subtask.AssertHolds(0, 3_000);
    }

    [Fact]
    public void A_budget_too_small_for_one_more_database_is_refused_with_the_least_that_works()
    {
        using var backend = With(StateMemory.Least);
        using var first = new OneSubtask(backend);
        using var second = new OneSubtask(backend);
        using var third = new OneSubtask(backend);
        foreach (var subtask in new[] { first, second, third }) subtask.Put(1, 1);
        first.Forget();
        second.Forget();
        var failure = Assert.Throws<JobValidationException>(third.Forget);
        Assert.StartsWith(
            "flowactors.state.memory is 2,097,152 bytes, and 3 databases of one process need 3,145,728 at least: set it to 3MiB or more, or take a lower parallelism. ",
            failure.Message,
            StringComparison.Ordinal);
        first.Dispose();
        third.Forget();
        third.AssertHolds(1, 1);
    }

    [Fact]
    public void The_least_that_works_counts_all_that_have_state_and_may_want_a_database()
    {
        using var backend = With(StateMemory.Least + 1);
        var subtasks = Enumerable.Range(0, 5).Select(_ => new OneSubtask(backend)).ToList();
        foreach (var subtask in subtasks) subtask.Put(1, 1);
        subtasks[0].Forget();
        subtasks[1].Forget();
        Assert.Contains("5,242,880", Assert.Throws<JobValidationException>(subtasks[2].Forget).Message, StringComparison.Ordinal);
        subtasks[4].Dispose();
        Assert.Contains("4,194,304", Assert.Throws<JobValidationException>(subtasks[2].Forget).Message, StringComparison.Ordinal);
        foreach (var subtask in subtasks) subtask.Dispose();
    }

    [Fact]
    public void Numbers_may_take_most_of_the_memory_for_objects()
    {
        const long Bytes = (32 << 20) + 3;
        using var backend = With(Bytes);
        using var memory = ProcessMemory.Take(Bytes);
        using var subtask = new OneSubtask(backend);
        for (var key = 0L; key < 1_000_000; key++)
        {
            subtask.Key = key;
            subtask.Numbers.Update(key);
        }

        Assert.InRange(memory.Memory.Objects.Held, memory.Memory.Objects.Bytes * 6 / 10, memory.Memory.Objects.Bytes);
    }

    // As most functions do it: each record reads its key's state, and writes it.
    [Fact]
    public void Keys_that_come_often_stay_in_memory_while_others_come_once()
    {
        const int Often = 1_000;
        using var backend = With((4 << 20) + 5);
        using var subtask = new OneSubtask(backend);
        void Count(long key)
        {
            subtask.Key = key;
            subtask.Numbers.TryGet(out var count);
            subtask.Numbers.Update(count + 1);
        }

        for (var round = 0; round < 5; round++)
        {
            for (var key = 0L; key < Often; key++) Count(key);
        }

        for (var key = 1_000_000L; key < 1_200_000; key++) Count(key);
        var before = subtask.Tables.Database.Lookups;
        for (var key = 0L; key < Often; key++) Count(key);
        Assert.InRange(subtask.Tables.Database.Lookups - before, 0, Often / 10);
        for (var key = 0L; key < Often; key++)
        {
            subtask.Key = key;
            Assert.True(subtask.Numbers.TryGet(out var count));
            Assert.Equal(6, count);
        }
    }

    [Fact]
    public void Thousands_of_keys_get_on_with_the_least_of_objects()
    {
        using var backend = With(StateMemory.Least);
        using var memory = ProcessMemory.Take(StateMemory.Least);
        using var greedy = memory.Memory.Objects.Open();
        Assert.True(greedy.TryHold(memory.Memory.Objects.Bytes - (16 << 10)));
        using var subtask = new OneSubtask(backend);
        const int Keys = 4_000;
        for (var round = 0; round < 2; round++)
        {
            for (var key = 0L; key < Keys; key++)
            {
                subtask.Key = key;
                subtask.Values.Update(OneSubtask.ValueOf(key, 40));
                subtask.List.Add(key + round);
                subtask.Map.Put(round, key);
            }
        }

        for (var key = 0L; key < Keys; key++)
        {
            subtask.Key = key;
            Assert.Equal(OneSubtask.ValueOf(key, 40), subtask.Values.Value());
            Assert.Equal([key, key + 1], subtask.List.Get());
            Assert.Equal([new(0, key), new(1, key)], subtask.Map.Entries().OrderBy(e => e.Key));
        }

        Assert.InRange(memory.Memory.Objects.Held, 0, memory.Memory.Objects.Bytes + (4 * (16 << 10)));
    }

    [Fact]
    public void A_map_of_hundreds_of_thousands_of_entries_under_one_key_stays_out_of_memory()
    {
        using var backend = With(4 << 20);
        using var memory = ProcessMemory.Take(4 << 20);
        using var subtask = new OneSubtask(backend);
        subtask.Key = 1;
        for (var i = 0L; i < Many; i++) subtask.Map.Put(i * 7_919 % Many, i);
        for (var i = 0L; i < Many; i += 2) subtask.Map.Remove(i * 7_919 % Many);
        subtask.Put(2, 200);
        var most = memory.Memory.Objects.Bytes * 5 / 4;
        Assert.InRange(memory.Memory.Objects.Held, 0, most);
        subtask.Key = 1;
        var (count, sum) = (0, 0L);
        foreach (var (_, value) in subtask.Map.Entries())
        {
            Assert.Equal(1, value % 2);
            count++;
            sum += value;
        }

        Assert.Equal((Many / 2, (long)Many / 2 * (Many / 2)), (count, sum));
        Assert.True(subtask.Map.TryGet(101L * 7_919 % Many, out var one));
        Assert.Equal(101L, one);
        Assert.False(subtask.Map.Contains(100L * 7_919 % Many));
        Assert.InRange(memory.Memory.Objects.Held, 0, most);
    }

    [Fact]
    public void A_list_of_hundreds_of_thousands_of_elements_under_one_key_stays_out_of_memory()
    {
        using var backend = With(4 << 20);
        using var memory = ProcessMemory.Take(4 << 20);
        using var subtask = new OneSubtask(backend);
        subtask.Key = 1;
        for (var i = 0L; i < Many; i++) subtask.List.Add(i);
        subtask.Put(2, 200);
        var most = memory.Memory.Objects.Bytes * 5 / 4;
        Assert.InRange(memory.Memory.Objects.Held, 0, most);
        subtask.Key = 1;
        var next = 0L;
        foreach (var element in subtask.List.Get()) Assert.Equal(next++, element);
        Assert.Equal(Many, next);
        Assert.InRange(memory.Memory.Objects.Held, 0, most);
    }

    [Fact]
    public void What_is_cleared_again_and_again_leaves_no_growing_database()
    {
        using var backend = With(4 << 20);
        using var subtask = new OneSubtask(backend);
        var bytes = new List<long>();
        for (var round = 0; round < 60; round++)
        {
            for (var key = 0L; key < 4; key++)
            {
                subtask.Key = key;
                for (var i = 0L; i < 1_500; i++) subtask.Map.Put((round * 1_500) + i, i);
                for (var i = 0L; i < 300; i++) subtask.List.Add(i);
            }

            subtask.Forget();
            for (var key = 0L; key < 4; key++)
            {
                subtask.Key = key;
                subtask.Map.Clear();
                subtask.List.Clear();
                Assert.Empty(subtask.Map.Keys());
                Assert.Empty(subtask.List.Get());
            }

            subtask.Forget();
            if (round % 30 == 29) bytes.Add(CompactedBytes(subtask));
        }

        Assert.InRange(bytes[1], 0, bytes[0] + 4_096);
        Assert.InRange(bytes[1], 0, 16 << 10);
        Assert.Equal(0, subtask.Tables.Database.Opened!.Number("rocksdb.estimate-num-keys", StateDatabase.Ordered));
    }

    private static long CompactedBytes(OneSubtask subtask)
    {
        var opened = subtask.Tables.Database.Opened!;
        opened.Compact(StateDatabase.Points, [], []);
        opened.Compact(StateDatabase.Ordered, [], []);
        return opened.LiveFiles().Sum(f => f.Bytes);
    }

    private RocksDbStateBackend With(long memory) => new(new RocksDbStateSettings { MemoryBytes = memory, LocalDirs = [_roots["local"]] });
}
