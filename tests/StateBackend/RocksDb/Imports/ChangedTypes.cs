using FlowActors.Serialization;
using FlowActors.State;
using FlowActors.State.RocksDb;
using FlowActors.StateBackend.Tests.Contract;
using FlowActors.StateBackend.Tests.Evolution;
using FlowActors.StateBackend.Tests.Folders;
using FlowActors.StateBackend.Tests.Model;

namespace FlowActors.StateBackend.Tests.RocksDb.Imports;

/// <summary>What lies in a database as one build wrote it is read by the next one, which restores the database itself and asks for other types.</summary>
public sealed class ChangedTypes : IDisposable
{
    private const int MaxParallelism = 16;
    private const int Keys = 3_000;

    private static readonly StateTtlConfig s_second = new(TimeSpan.FromSeconds(1));

    private readonly TemporaryRoots _roots = new();
    private readonly DatabaseStore _store = new();
    private readonly RocksDbStateBackend _backend;
    private readonly ManualClock _clock = new();

    // Of the states below the half at most fits, so that entries leave while others come in.
    public ChangedTypes() => _backend = new(new RocksDbStateSettings { MemoryBytes = (2 << 20) + 311, LocalDirs = [_roots["local"]] });

    public void Dispose()
    {
        _backend.Dispose();
        _store.Dispose();
        _roots.Dispose();
    }

    [Fact]
    public void Every_kind_of_state_is_read_in_the_types_of_today()
    {
        var stored = Stored(OldBuild.Filled(_backend), OldBuild.Settings.KeyGroups);
        // Between the two nobody asks.
        stored = Stored(RestoredOld(stored), OldBuild.Settings.KeyGroups);
        using (var asked = RestoredOld(stored)) NewBuild.AssertFilled(asked);
        var scope = RestoredOld(stored);
        AskForAll(new NewBuild.States(scope));
        using var again = RestoredOld(Stored(scope, OldBuild.Settings.KeyGroups));
        NewBuild.AssertFilled(again);
    }

    [Fact]
    public void Elements_keep_the_times_from_which_they_are_kept()
    {
        var before = Open();
        Fill(before, s_second, key => _clock.Now += key == Keys / 2 ? 600 : 0);
        using var after = Open(stored: Stored(before));
        var states = new TimedItems<Items.Second>(after, s_second);
        states.AssertHold(0, Keys, Items.OfSecond);
        _clock.Now += 500;
        states.AssertHold(0, Keys / 2, null);
        states.AssertHold(Keys / 2, Keys, Items.OfSecond);
        _clock.Now += 500;
        states.AssertHold(0, Keys, null);
    }

    [Fact]
    public void A_time_to_live_may_come_and_go_with_the_type()
    {
        var plain = Open();
        Fill(plain, null);
        var timed = Open(stored: Stored(plain));
        _clock.Now += 5_000;
        new TimedItems<Items.Second>(timed, s_second).AssertHold(0, Keys, Items.OfSecond);
        using var after = Open(stored: Stored(timed));
        var states = new TimedItems<Items.Third>(after, null);
        _clock.Now += 5_000;
        states.AssertHold(0, Keys, Items.OfThird);
    }

    [Fact]
    public void Where_some_subtasks_have_asked_for_a_grown_type_and_others_not_all_values_are_read()
    {
        var before = Open();
        Fill(before, null);
        var stored = Stored(before);
        IStateScope[] between = [.. Enumerable.Range(0, 2).Select(i => Open(i, 2, stored))];
        _ = new TimedItems<Items.Second>(between[1], null);
        // Both forms lie in one database, side by side.
        var both = Open(stored: Stored(between));
        using var after = Open(stored: Stored(both));
        new TimedItems<Items.Third>(after, null).AssertHold(0, Keys, Items.OfThird);
    }

    [Fact]
    public void A_type_that_was_refused_leaves_nothing_behind()
    {
        var before = Open();
        Fill(before, null);
        var refused = Open(stored: Stored(before));
        var keyed = refused.Keyed<long>(Opened.Uid);
        Assert.Throws<IncompatibleStateException>(() => keyed.GetState(new ValueStateDescriptor<long>("value")));
        Assert.Throws<IncompatibleStateException>(() => keyed.GetListState(new ListStateDescriptor<Items.Second>("map")));
        new TimedItems<Items.Second>(refused, null).AssertHold(0, Keys, Items.OfSecond);
        using var after = Open(stored: Stored(refused));
        new TimedItems<Items.Third>(after, null).AssertHold(0, Keys, Items.OfThird);
    }

    private static void AskForAll(NewBuild.States states) => Assert.All(
        (object[])[
            states.Value, states.List, states.Map, states.Reduced, states.Aggregated, states.Forgotten, states.Kept, states.Timers, states.Split,
            states.United, states.Rules,
        ],
        Assert.NotNull);

    private static void Fill(IStateScope scope, StateTtlConfig? timeToLive, Action<long>? before = null)
    {
        var states = new TimedItems<Items.First>(scope, timeToLive);
        for (var key = 0L; key < Keys; key++)
        {
            before?.Invoke(key);
            states.Put(key, Items.OfFirst);
        }
    }

    private StoredSnapshot Stored(IStateScope scope, KeyGroupRange groups)
    {
        using (scope)
        {
            var freezing = new FreezingSubtask(scope, groups, SnapshotForm.Native);
            freezing.Finish(_store);
            return new([freezing.Stored]);
        }
    }

    private StoredSnapshot Stored(params IStateScope[] scopes)
    {
        var parts = new List<StoredPart>();
        for (var i = 0; i < scopes.Length; i++)
        {
            using var scope = scopes[i];
            var freezing = new FreezingSubtask(scope, SettingsOf(i, scopes.Length).KeyGroups, SnapshotForm.Native);
            freezing.Finish(_store);
            parts.Add(freezing.Stored);
        }

        return new(parts);
    }

    private IStateScope RestoredOld(StoredSnapshot stored)
    {
        var scope = OldBuild.Open(_backend);
        stored.RestoreTo([scope], _ => OldBuild.Settings);
        return scope;
    }

    // Of a part of the subtasks, where some are restored one by one.
    private IStateScope Open(int subtask = 0, int parallelism = 1, StoredSnapshot? stored = null)
    {
        var scope = _backend.Open(SettingsOf(subtask, parallelism), CancellationToken.None);
        stored?.RestoreTo([scope], _ => SettingsOf(subtask, parallelism));
        return scope;
    }

    private StateScopeSettings SettingsOf(int subtask, int parallelism) => new(
        new JobId("job"), 1, 0, subtask, MaxParallelism, KeyGroups.RangeOf(subtask, MaxParallelism, parallelism),
        [new StateOperator(Opened.Uid, Opened.Operator)], SerializerRegistry.Default, _clock);
}
