using CsCheck;
using FlowActors.Serialization;
using FlowActors.State;
using FlowActors.StateBackend.Tests.Contract;
using FlowActors.StateBackend.Tests.Model;

namespace FlowActors.StateBackend.Tests.RocksDb;

/// <summary>
/// All kinds of keyed state under generated calls, against a naive model, in subtasks whose caches forget; halfway all of it is snapshotted and restored in other
/// subtasks, of any number, where the calls go on.
/// </summary>
public sealed class RescaledAgainstModel : IDisposable
{
    private const int MaxParallelism = 16;

    private static readonly Gen<(int Before, int After, SnapshotForm Form, Operation[] Operations)> Scripts =
        Gen.Select(Gen.Int[1, 4], Gen.Int[1, 4], Gen.Enum<SnapshotForm>(), Operations.Sequences);

    private readonly ForgettingBackend _backend = ForgettingBackend.Forgets(oneIn: 12);
    private readonly DatabaseStore _store = new();

    public void Dispose()
    {
        _store.Dispose();
        _backend.Dispose();
    }

    [Fact]
    public void A_database_that_waits_open_is_as_it_was_whatever_its_subtask_has_done_since()
    {
        var (waited, touched, refused) = (0, 0, 0);
        Seeded.Check(Gen.Select(Scripts, Gen.Bool, Gen.Bool), generated =>
        {
            var (script, isTouched, isTriedTwice) = generated;
            var model = new Dictionary<long, NaiveStates>();
            var third = script.Operations.Length / 3;
            var before = new Vertex(_backend, script.Before);
            before.Apply(script.Operations.AsSpan(0, third), model);
            var stored = before.Snapshot(SnapshotForm.Native, _store, mayWait: true);
            // With some nobody does anything any more, as behind the barrier of a rescale; of what is done with others nothing may be seen.
            if (isTouched) before.Apply(script.Operations.AsSpan(third, third));
            before.Dispose();
            if (isTouched) touched += stored.Waiting;
            else waited += stored.Waiting;
            // What has taken databases and cannot be restored leaves the files, as they were.
            if (isTriedTwice) refused += Record.Exception(() => new Vertex(_backend, script.After, stored.WithoutFiles()).Dispose()) is IOException ? 1 : 0;
            using var after = new Vertex(_backend, script.After, stored);
            after.Apply(script.Operations.AsSpan(2 * third), model);
            after.AssertHold(model);
            // Those that it has taken go on as databases of their own.
            var again = after.Snapshot(SnapshotForm.Native, _store);
            stored.Release();
            using var last = new Vertex(_backend, script.Before, again);
            last.AssertHold(model);
        }, 60);
        Assert.True(waited > 40, $"{waited} databases have waited.");
        Assert.InRange(touched, 0, waited / 2);
        Assert.True(refused > 10, $"{refused} were not restored at once.");
    }

    [Fact]
    public void What_is_restored_at_another_parallelism_goes_on_as_the_model_does() => Seeded.Check(
        Scripts,
        script =>
        {
            var model = new Dictionary<long, NaiveStates>();
            var half = script.Operations.Length / 2;
            using var before = new Vertex(_backend, script.Before);
            before.Apply(script.Operations.AsSpan(0, half), model);
            var stored = before.Snapshot(script.Form, _store);
            using var after = new Vertex(_backend, script.After, stored);
            after.Apply(script.Operations.AsSpan(half), model);
            after.AssertHold(model);
        },
        40);

    private sealed class Vertex : IDisposable
    {
        private readonly ForgettingBackend _backend;
        private readonly OpenedKeys<long>[] _opened;
        private readonly StatesUnderTest[] _states;

        public Vertex(ForgettingBackend backend, int parallelism, StoredSnapshot? restored = null)
        {
            _backend = backend;
            IStateScope[] scopes = [.. Enumerable.Range(0, parallelism).Select(i => backend.Open(SettingsOf(i, parallelism), CancellationToken.None))];
            try
            {
                restored?.RestoreTo(scopes, i => SettingsOf(i, parallelism));
            }
            catch
            {
                foreach (var scope in scopes) scope.Dispose();
                throw;
            }

            _opened = Array.ConvertAll(scopes, scope => new OpenedKeys<long>(scope));
            _states = Array.ConvertAll(_opened, opened => new StatesUnderTest(opened));
        }

        public void Apply(ReadOnlySpan<Operation> operations, Dictionary<long, NaiveStates> model)
        {
            foreach (var operation in operations)
            {
                if (!model.TryGetValue(operation.Key, out var expected)) model[operation.Key] = expected = new();
                expected.Apply(operation);
                StatesOf(operation.Key).Apply(operation);
                _backend.Forget();
                if (operation.Verb == Verb.Check) StatesOf(operation.Key).AssertHolds(operation.Key, expected);
            }
        }

        /// <summary>Does it, and nobody looks.</summary>
        public void Apply(ReadOnlySpan<Operation> operations)
        {
            foreach (var operation in operations)
            {
                StatesOf(operation.Key).Apply(operation);
                _backend.Forget();
            }
        }

        public void AssertHold(Dictionary<long, NaiveStates> model)
        {
            foreach (var (key, expected) in model) StatesOf(key).AssertHolds(key, expected);
        }

        public StoredSnapshot Snapshot(SnapshotForm form, DatabaseStore store, bool mayWait = false) => new([.. _opened.Select((opened, i) =>
        {
            var freezing = new FreezingSubtask(opened.Scope, SettingsOf(i, _opened.Length).KeyGroups, form) { MayWait = mayWait };
            freezing.Finish(store);
            return freezing.Stored;
        })]);

        public void Dispose()
        {
            foreach (var opened in _opened) opened.Dispose();
        }

        private static StateScopeSettings SettingsOf(int subtask, int parallelism) => new(
            new JobId("job"), 1, 0, subtask, MaxParallelism, KeyGroups.RangeOf(subtask, MaxParallelism, parallelism),
            [new StateOperator(Opened.Uid, Opened.Operator)], SerializerRegistry.Default, TimeProvider.System);

        private StatesUnderTest StatesOf(long key) => _states[KeyGroups.OwnerOf(
            KeyGroups.Assign(SerializerRegistry.Default.GetKey<long>().StableHash(key), MaxParallelism), MaxParallelism, _states.Length)];
    }
}
