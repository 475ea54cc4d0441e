using CsCheck;
using FlowActors.State;
using FlowActors.State.Export;
using FlowActors.StateBackend.Tests.Model;

namespace FlowActors.StateBackend.Tests.Contract;

/// <summary>Timers under generated calls, against a sorted set: also while others are taken, and moved to other numbers of subtasks.</summary>
/// <param name="backend">Keeps them.</param>
/// <param name="share">Where each call takes long: one in so many scripts is tried.</param>
public abstract class TimersAgainstModel(IStateBackend backend, int share = 1) : ContractTests(backend)
{
    private const int MaxParallelism = 16;
    private const string Name = "timers";

    private static readonly Gen<(int Key, int Time, int Verb)[]> Calls =
        from keys in Gen.OneOf(0, 20, 3_000)
        from times in Gen.OneOf(0, 50, 100_000)
        from calls in Gen.Select(Gen.Int[0, keys], Gen.Int[0, times], Gen.Int[0, 999]).Array[0, 8_000]
        select calls;

    [Fact]
    public void Timers_of_numbers_are_taken_in_order() =>
        Seeded.Check(Calls, calls => Compare<long, VoidNamespace>(calls, key => key * 7_919, _ => default, _ => 0), 60 / share);

    [Fact]
    public void Timers_of_texts_are_taken_in_order() =>
        Seeded.Check(Calls, calls => Compare<string, VoidNamespace>(calls, key => $"key {key}", _ => default, _ => 0), 30 / share);

    // Longs that share a hash, and namespaces of one key: only their bytes tell them apart.
    [Fact]
    public void Timers_of_one_hash_are_taken_in_order() =>
        Seeded.Check(Calls, calls => Compare(calls, key => ((long)key << 32) | (uint)key, key => (key % 3 * 60_000L) - 60_000, ns => ns), 30 / share);

    private static int OwnerOf(int hash, int parallelism) => KeyGroups.OwnerOf(KeyGroups.Assign(hash, MaxParallelism), MaxParallelism, parallelism);

    private void Compare<TKey, TNamespace>(
        (int Key, int Time, int Verb)[] calls, Func<int, TKey> keyOf, Func<int, TNamespace> namespaceOf, Func<TNamespace, long> number)
    {
        var subtasks = Open<TKey, TNamespace>(1);
        foreach (var (index, time, verb) in calls)
        {
            Backend.Disturb();
            if (verb == 0) subtasks = Move(subtasks, 1 + (index % 4));
            if (verb == 1 && time % 8 == 0) Array.ForEach(subtasks, s => s.Clear());
            if (verb is > 1 and < 6) Array.ForEach(subtasks, s => s.Take(time, number));
            if (verb < 6) continue;
            var key = keyOf(index);
            var hash = subtasks[0].State.KeySerializer.StableHash(key);
            subtasks[OwnerOf(hash, subtasks.Length)].Change(key, namespaceOf(index), number, time, verb % 100 < 40);
        }

        foreach (var subtask in subtasks) subtask.Take(long.MaxValue, number);
        foreach (var subtask in subtasks) subtask.State.Dispose();
    }

    private Subtask<TKey, TNamespace>[] Open<TKey, TNamespace>(int parallelism) =>
    [
        .. Enumerable.Range(0, parallelism).Select(i => new Subtask<TKey, TNamespace>(
            Backend.Keyed<TKey>(MaxParallelism, KeyGroups.RangeOf(i, MaxParallelism, parallelism)))),
    ];

    private Subtask<TKey, TNamespace>[] Move<TKey, TNamespace>(Subtask<TKey, TNamespace>[] from, int parallelism)
    {
        var archive = new StateArchive(MaxParallelism);
        foreach (var subtask in from)
        {
            subtask.State.Scope.Export(archive.NextSubtask());
            subtask.State.Dispose();
        }

        var to = Open<TKey, TNamespace>(parallelism);
        for (var i = 0; i < parallelism; i++) archive.RestoreTo(to[i].State.Scope, i, parallelism);
        foreach (var timer in from.SelectMany(s => s.Model.All)) to[OwnerOf(timer.KeyHash, parallelism)].Model.Add(timer.Key, timer.Namespace, timer.Timestamp);
        return to;
    }

    private sealed class Subtask<TKey, TNamespace>(OpenedKeys<TKey> state)
    {
        private const int SetWhileTakenMax = 100;

        private ITimerQueue<TKey, TNamespace>? _timers;

        public OpenedKeys<TKey> State => state;

        public NaiveTimers<TKey> Model { get; } = new();

        // Asked for when the scope has been restored.
        private ITimerQueue<TKey, TNamespace> Timers => _timers ??= state.GetTimers<TNamespace>(Name);

        public void Change(TKey key, TNamespace ns, Func<TNamespace, long> number, long time, bool deletes)
        {
            state.CurrentKey = key;
            if (deletes) Assert.Equal(Model.Remove(key, number(ns), time), Timers.Remove(ns, time));
            else Assert.Equal(Model.Add(key, number(ns), time), Timers.Add(ns, time));
            Assert.Equal(Model.Count, Timers.Count);
        }

        public void Clear()
        {
            Model.Clear();
            Timers.Clear();
            Assert.False(Timers.TryPeek(out _));
        }

        public void Take(long until, Func<TNamespace, long> number)
        {
            for (var set = 0; ;)
            {
                Assert.Equal(Model.TryPeek(out var expectedTime), Timers.TryPeek(out var time));
                Assert.Equal(expectedTime, time);
                var found = Model.TryTake(until, out var expected);
                Assert.Equal(found, Timers.TryTake(until, out var timer));
                if (!found) break;
                Assert.Equal(expected, new DueTimer<TKey, long>(timer.Key, timer.KeyHash, number(timer.Namespace), timer.Timestamp));
                // At, before and behind the time that has come, and the one that was just taken once more.
                if (++set > SetWhileTakenMax) continue;
                foreach (var later in new[] { 0, -3, 7 }.Take(set % 4)) Change(timer.Key, timer.Namespace, number, timer.Timestamp + later, deletes: set % 5 == 0);
            }
        }
    }
}
