using FlowActors.State.RocksDb;
using FlowActors.StateBackend.Tests.Folders;

namespace FlowActors.StateBackend.Tests.RocksDb;

/// <summary>Keys that come for the first time: the database is not asked for them, and after a restore not for long.</summary>
public sealed class NewKeys : IDisposable
{
    private const int Keys = 20_000;

    // As many as a filter that knows nothing looks at before it is wanted, and as it takes to learn the keys.
    private const int Judged = 1 << 16;
    private const int Learned = 8_000;

    private readonly TemporaryRoots _roots = new();
    private readonly DatabaseStore _store = new();
    private readonly RocksDbStateBackend _backend;

    public NewKeys() => _backend = new(new RocksDbStateSettings { MemoryBytes = (64 << 20) + 21, LocalDirs = [_roots["local"]] });

    public void Dispose()
    {
        _backend.Dispose();
        _store.Dispose();
        _roots.Dispose();
    }

    [Fact]
    public void The_database_is_not_asked_for_them()
    {
        using var subtask = new OneSubtask(_backend);
        subtask.Put(0, Keys, Small);
        subtask.Forget();
        AssertHasNone(subtask, Keys, Keys);
        Assert.InRange(subtask.Tables.Database.Lookups, 0, Keys / 20);
        subtask.AssertHolds(0, Keys, Small);
        Assert.InRange(subtask.Tables.Database.Lookups, Keys, Keys + (Keys / 20));
    }

    [Fact]
    public void Nor_for_those_of_lists_and_maps()
    {
        using var subtask = new OneSubtask(_backend);
        PutElements(subtask, 0, 2_000);
        subtask.Forget();
        var before = subtask.Tables.Database.Lookups;
        for (var key = 2_000L; key < 4_000; key++)
        {
            subtask.Key = key;
            Assert.False(subtask.Map.Contains(key));
            Assert.Empty(subtask.List.Get());
        }

        Assert.InRange(subtask.Tables.Database.Lookups - before, 0, 400);
        AssertHasElements(subtask, 0, 2_000);
    }

    [Fact]
    public void After_a_restore_the_keys_are_learned()
    {
        using var subtask = Restored();
        AssertHasNone(subtask, Keys, Judged);
        Assert.InRange(subtask.Tables.Database.Lookups, Judged / 2, Judged);
        AssertHasNone(subtask, 2 * Judged, Learned);
        var before = subtask.Tables.Database.Lookups;
        AssertHasNone(subtask, 3 * Judged, Keys);
        Assert.InRange(subtask.Tables.Database.Lookups - before, 0, Keys / 20);
        subtask.Forget();
        subtask.AssertHolds(0, Keys, Small);
    }

    [Fact]
    public void A_key_that_is_only_guessed_to_be_there_is_told_as_it_comes()
    {
        using var subtask = Restored();
        // Written over without a look: whether the database has them is known by its own filters, about.
        subtask.Put(Keys, 5_000, Small);
        Learn(subtask);
        subtask.Forget();
        subtask.AssertHolds(Keys, 5_000, Small);
    }

    [Fact]
    public void Keys_that_are_collected_for_a_frozen_state_are_waited_for()
    {
        using var subtask = Restored();
        subtask.Put(Keys, 100, Small);
        var freezing = subtask.Freeze();
        subtask.Put(Keys, 100, OneSubtask.Changed);
        Learn(subtask);
        freezing.Finish(_store);
        Learn(subtask);
        subtask.Forget();
        subtask.AssertHolds(Keys, 100, OneSubtask.Changed);
        subtask.AssertHolds(0, Keys, Small);
    }

    [Fact]
    public void Keys_that_wait_in_a_lot_are_written_first()
    {
        using var before = new OneSubtask(_backend);
        PutElements(before, 0, 1_000);
        using var subtask = new OneSubtask(_backend, [before.Snapshot(_store)]);
        PutElements(subtask, 1_000, 100);
        var freezing = subtask.Freeze();
        PutElements(subtask, 1_000, 100);
        for (var key = 2_000L; key < 2_000 + Judged + Learned; key++)
        {
            subtask.Key = key;
            Assert.False(subtask.Map.Contains(key));
        }

        freezing.Finish(_store);
        subtask.Forget();
        for (var key = 0L; key < 1_100; key++)
        {
            subtask.Key = key;
            Assert.True(subtask.Map.Contains(key));
        }
    }

    // What is saved before it begins to learn is in a lot, collected, or not yet saved; what comes meanwhile may be a guess.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void What_comes_before_and_while_the_keys_are_learned_is_known_afterwards(int seed)
    {
        var random = new Random(seed);
        using var subtask = Restored();
        var model = new Dictionary<long, long>();
        for (var key = 0L; key < Keys; key++) model[key] = key;
        var absent = 10L * Judged;
        FreezingSubtask? freezing = null;
        for (var looks = 0; looks < Judged + (2 * Learned); looks += 100)
        {
            AssertHasNone(subtask, absent, 100);
            absent += 100;
            Change(subtask, model, random);
            if (random.Next(40) == 0) subtask.Tables.Database.Tables[0].Evict(all: random.Next(4) == 0);
            if (random.Next(60) != 0) continue;
            freezing?.Finish(_store);
            freezing = freezing is null ? subtask.Freeze() : null;
        }

        freezing?.Finish(_store);
        var before = subtask.Tables.Database.Lookups;
        AssertHasNone(subtask, absent, 1_000);
        Assert.InRange(subtask.Tables.Database.Lookups - before, 0, 100);
        subtask.Forget();
        for (var key = 0L; key < 3 * Keys; key++)
        {
            subtask.Key = key;
            Assert.Equal(model.TryGetValue(key, out var value), subtask.Values.TryGet(out var bytes));
            if (bytes is not null) Assert.Equal(Small(value), bytes);
        }
    }

    private static void Change(OneSubtask subtask, Dictionary<long, long> model, Random random)
    {
        for (var i = 0; i < 20; i++)
        {
            var key = random.NextInt64(3 * Keys);
            subtask.Key = key;
            if (random.Next(3) == 0)
            {
                subtask.Values.Clear();
                model.Remove(key);
            }
            else
            {
                model[key] = random.NextInt64(1_000);
                subtask.Values.Update(Small(model[key]));
            }
        }
    }

    private static byte[] Small(long key) => OneSubtask.ValueOf(key, length: 20);

    private OneSubtask Restored()
    {
        using var subtask = new OneSubtask(_backend);
        subtask.Put(0, Keys, Small);
        return new OneSubtask(_backend, [subtask.Snapshot(_store)]);
    }

    private static void Learn(OneSubtask subtask) => AssertHasNone(subtask, 10 * Keys, Judged + Learned);

    private static void AssertHasNone(OneSubtask subtask, long first, int count)
    {
        for (var key = first; key < first + count; key++)
        {
            subtask.Key = key;
            Assert.False(subtask.Values.TryGet(out _));
        }
    }

    private static void PutElements(OneSubtask subtask, long first, int count)
    {
        for (var key = first; key < first + count; key++)
        {
            subtask.Key = key;
            subtask.Map.Put(key, key);
            subtask.List.Add(key);
        }
    }

    private static void AssertHasElements(OneSubtask subtask, long first, int count)
    {
        for (var key = first; key < first + count; key++)
        {
            subtask.Key = key;
            Assert.True(subtask.Map.TryGet(key, out var value));
            Assert.Equal(key, value);
            Assert.Equal([key], subtask.List.Get());
        }
    }
}
