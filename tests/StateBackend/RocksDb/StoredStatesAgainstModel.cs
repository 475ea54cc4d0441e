using CsCheck;
using FlowActors.State;
using FlowActors.State.Memory;
using FlowActors.State.Snapshots.Stored;
using FlowActors.State.Tables;
using FlowActors.StateBackend.Tests.Snapshots;

namespace FlowActors.StateBackend.Tests.RocksDb;

/// <summary>
/// States under generated calls, beside plain collections, are snapshotted in either form; what is read of the snapshot without their types, all of it, by
/// key, by range or by prefix, is what the collections hold.
/// </summary>
public sealed class StoredStatesAgainstModel : IDisposable
{
    private static readonly Gen<(int Keys, SnapshotForm Form, (int Key, Verb Verb, int Argument)[] Calls)> s_scripts =
        from keys in Gen.OneOf(2, 30, 300)
        from form in Gen.Enum<SnapshotForm>()
        from calls in Gen.Select(Gen.Int[0, keys - 1], Gen.Enum<Verb>(), Gen.Int[0, 400]).Array[0, 800]
        select (keys, form, calls);

    private readonly ForgettingBackend _backend = ForgettingBackend.Forgets(oneIn: 20);
    private readonly DatabaseStore _store = new();

    public void Dispose()
    {
        _store.Dispose();
        _backend.Dispose();
    }

    [Fact]
    public void Numbers_on_RocksDb() => Check(_backend, KeyOf);

    [Fact]
    public void Texts_on_RocksDb() => Check(_backend, TextOf);

    [Fact]
    public void Numbers_in_memory() => Check(new MemoryStateBackend(), KeyOf);

    [Fact]
    public void Texts_in_memory() => Check(new MemoryStateBackend(), TextOf);

    private static long KeyOf(int i) => (i - 20) * 7_919L * ((i % 3 * 1_000_000) + 1);

    private static string TextOf(int i) => i % 4 == 0 ? new string('a', i / 4 % 40) + (char)(i % 3) : $"k{i}";

    private void Check<TKey>(IStateBackend backend, Func<int, TKey> keyOf)
        where TKey : notnull => Seeded.Check(
        s_scripts,
        script =>
        {
            using var states = new ModelledStates<TKey>(backend);
            foreach (var (key, verb, argument) in script.Calls)
            {
                states.Apply(keyOf(key), verb, argument);
                _backend.Forget();
            }

            var groups = new KeyGroupRange(0, ModelledStates<TKey>.MaxParallelism - 1);
            var subtask = new FreezingSubtask(states.Scope, groups, backend is ForgettingBackend ? script.Form : SnapshotForm.Canonical);
            subtask.Finish(_store);
            using IStoredStates stored = subtask.Stored is { Database: { } files } part
                ? _backend.Databases.Open(new StoredDatabase(part.KeyGroups, files), "read")
                : new StoredFile(SnapshotFiles.Open(subtask.Stored.Elements));
            foreach (var state in stored.States.Where(s => s.Header.Kind != StateKind.Timers))
            {
                var expected = states.ElementsOf(state.Number, state.Header.Name);
                AssertHolds(stored, state, expected, KeyRange.All);
                for (var i = 0; i <= script.Keys; i += 1 + (script.Keys / 20)) AssertHolds(stored, state, expected, KeyRange.All.BeginsWith(Bytes(keyOf(i))));
                for (var i = 0; i < 5; i++) AssertHolds(stored, state, expected, KeyRange.All.From(Bytes(keyOf(i * script.Keys / 7))).Before(Bytes(keyOf((i * i) + 1))));
                AssertHolds(stored, state, expected, KeyRange.All.BeginsWith("k1"u8));
                AssertHolds(stored, state, expected, KeyRange.All.Behind(Bytes(keyOf(script.Keys / 2))));
            }
        },
        20);

    private static byte[] Bytes<TKey>(TKey key) => Convert.FromHexString(SnapshotFiles.KeyBytes(key));

    private static void AssertHolds(IStoredStates stored, StoredKeyedState state, IReadOnlyList<Element> expected, KeyRange keys)
    {
        var read = new List<Element>();
        for (var group = 0; group < ModelledStates<long>.MaxParallelism; group++)
        {
            stored.Scan(state, group, keys, (in element) =>
            {
                read.Add(Element.Of(state.Number, element));
                return true;
            });
        }

        Assert.Equal(expected.Where(e => keys.Contains(Convert.FromHexString(e.Key))), read);
    }
}
