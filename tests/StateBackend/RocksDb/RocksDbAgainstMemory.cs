using CsCheck;
using FlowActors.State;
using FlowActors.State.Memory;
using FlowActors.StateBackend.Tests.Contract;
using FlowActors.StateBackend.Tests.Model;
using FlowActors.StateBackend.Tests.Snapshots;

namespace FlowActors.StateBackend.Tests.RocksDb;

/// <summary>
/// One to four subtasks under generated calls, on RocksDB with caches that forget and in memory. In between their state is frozen, written in slices, linked at
/// any time while calls go on, let go, and restored at any parallelism: from databases, and from elements of either backend. Both then hold the same, and scans of parts
/// of it find the same at any time.
/// </summary>
public sealed class RocksDbAgainstMemory
{
    private const int Native = 40;
    private const int Canonical = Native + 2;
    private const int Abandon = Native + 3;
    private const int AskForLate = Native + 4;
    private const int Write = Native + 5;
    private const int BeginLink = Native + 12;
    private const int EndLink = Native + 14;
    private const int Scan = Native + 16;
    private const int Last = Native + 19;

    private static readonly Gen<(int Steps, bool Collects, int Parallelism, (int Subtask, int Key, int Verb, int Argument)[] Calls)> Scripts =
        from steps in Gen.OneOf(1, 5, 40, 300)
        from collects in Gen.Bool
        from parallelism in Gen.Int[1, 4]
        from keys in Gen.OneOf(3, 60)
        from first in Gen.Select(Gen.Int[0, 3], Gen.Int[0, keys], Gen.Int[0, Native - 1], Gen.Int[0, 400]).Array[0, 200]
        from calls in Gen.Select(Gen.Int[0, 3], Gen.Int[0, keys], Gen.Int[0, Last], Gen.Int[0, 400]).Array[200, 1_000]
        select (steps, collects, parallelism, (((int, int, int, int)[])[.. first, .. calls]));

    [Fact]
    public void Keys_of_numbers() => Check(i => i * 7_919L);

    [Fact]
    public void Keys_that_begin_alike() => Check(i => $"customers/of/the/north/{i}");

    private static void Check<TKey>(Func<int, TKey> keyOf)
    {
        var (native, canonical, namedAgain, found) = (0, 0, 0, 0);
        Seeded.Check(
            Scripts,
            script =>
            {
                using var running = new Running<TKey>(script.Parallelism, script.Steps, script.Collects, keyOf);
                foreach (var (subtask, key, verb, argument) in script.Calls) running.Do(subtask, key, verb, argument);
                running.Finish();
                native += running.OfDatabases;
                canonical += running.OfElements;
                namedAgain += running.NamedAgain;
                found += running.Found;
            },
            16);
        Assert.InRange(native, 20, int.MaxValue);
        Assert.InRange(canonical, 8, int.MaxValue);
        Assert.InRange(namedAgain, 8, int.MaxValue);
        Assert.InRange(found, 2_000, int.MaxValue);
    }

    private sealed class Running<TKey> : IDisposable
    {
        private readonly MemoryStateBackend _memoryBackend = new();
        private readonly ForgettingBackend _rocksBackend;
        private readonly DatabaseStore _store = new();
        private readonly Func<int, TKey> _keyOf;
        private Subtasks<TKey> _memory;
        private Subtasks<TKey> _rocks;
        private FreezingSubtask[]? _freezing;
        private StoredSnapshot _expected = new([]);
        private SnapshotForm _form;
        private int _next;

        public Running(int parallelism, int steps, bool collects, Func<int, TKey> keyOf)
        {
            _keyOf = keyOf;
            _rocksBackend = collects ? ForgettingBackend.Collects(steps, oneIn: 30) : ForgettingBackend.Forgets(steps, oneIn: 12);
            _memory = new Subtasks<TKey>(_memoryBackend, parallelism, 1_700_000_000_000).Register(keyOf);
            _rocks = new Subtasks<TKey>(_rocksBackend, parallelism, _memory.Now).Register(keyOf);
        }

        /// <summary>How many snapshots were restored from databases.</summary>
        public int OfDatabases { get; private set; }

        /// <summary>How many were restored from elements, those of one backend by the other.</summary>
        public int OfElements { get; private set; }

        /// <summary>How many elements were found by scans.</summary>
        public int Found { get; private set; }

        public int NamedAgain => _store.NamedAgain;

        public void Do(int subtask, int key, int verb, int argument)
        {
            subtask %= _rocks.Parallelism;
            _next = argument;
            switch (verb)
            {
                case < Native: Both(s => s.States[subtask].Apply(key, verb, argument)); break;
                case Native or Native + 1: Freeze(SnapshotForm.Native); break;
                case Canonical: Freeze(SnapshotForm.Canonical); break;
                case Abandon: if (argument % 24 == 0) LetGo(); break;
                case AskForLate: if (argument < 20) Both(s => s.States[subtask].AskForLateStates(argument)); break;
                case < BeginLink: _freezing?[subtask].WriteSome(argument); break;
                case < EndLink: _freezing?[subtask].BeginLink(); break;
                case < Scan: _freezing?[subtask].EndLink(_store); break;
                default: Compare(subtask, key, argument); break;
            }

            if (_freezing is not null && Array.TrueForAll(_freezing, f => f.IsDone)) Compare();
        }

        public void Finish()
        {
            Freeze(SnapshotForm.Native);
            foreach (var freezing in _freezing!) freezing.Finish(_store);
            Compare();
            Assert.Equal(_memory.Held(), _rocks.Held());
        }

        public void Dispose()
        {
            LetGo();
            _memory.Dispose();
            _rocks.Dispose();
            _rocksBackend.Dispose();
            _store.Dispose();
        }

        private void Both(Action<Subtasks<TKey>> call)
        {
            call(_memory);
            call(_rocks);
        }

        private void Freeze(SnapshotForm form)
        {
            if (_freezing is not null) return;
            _form = form;
            _expected = new([.. _memory.Scopes.Select((scope, i) => new StoredPart(_memory.SettingsOf(i).KeyGroups, SnapshotFiles.Written(scope.Export)))]);
            _freezing = [.. _rocks.Scopes.Select((scope, i) => new FreezingSubtask(scope, _rocks.SettingsOf(i).KeyGroups, form))];
        }

        private void LetGo()
        {
            foreach (var freezing in _freezing ?? []) freezing.Abandon();
            _freezing = null;
        }

        private void Compare(int subtask, int key, int argument)
        {
            var groups = _memory.SettingsOf(subtask).KeyGroups;
            var found = ScriptedScan.Of(_memory.States[subtask], groups, key, argument);
            Found += found.Count;
            Assert.Equal(found, ScriptedScan.Of(_rocks.States[subtask], groups, key, argument));
        }

        // At another parallelism or the same one; what was restored goes on, or what it was made of.
        private void Compare()
        {
            var written = new StoredSnapshot([.. _freezing!.Select(f => f.Stored)]);
            _freezing = null;
            var parallelism = _next % 5 == 0 ? _rocks.Parallelism : (_next % 4) + 1;
            _store.Links = _next % 2 == 0;
            var isCrossed = _form == SnapshotForm.Canonical && _next % 3 > 0;
            if (_form == SnapshotForm.Native) OfDatabases++;
            else OfElements++;
            var memory = (isCrossed ? written : _expected).RestoreTo(new Subtasks<TKey>(_memoryBackend, parallelism, _memory.Now));
            var rocks = (isCrossed ? _expected : written).RestoreTo(new Subtasks<TKey>(_rocksBackend, parallelism, _rocks.Now));
            // Timers that nobody has asked for yet come in the order of their times, and those of one time in any.
            if (_next % 3 == 0) Assert.Equal(memory.Held().Order(StringComparer.Ordinal), rocks.Held().Order(StringComparer.Ordinal));
            memory.Register(_keyOf);
            rocks.Register(_keyOf);
            Assert.Equal(memory.Held(), rocks.Held());
            if (_next % 7 < 4) (_memory, memory, _rocks, rocks) = (memory, _memory, rocks, _rocks);
            memory.Dispose();
            rocks.Dispose();
        }
    }
}
