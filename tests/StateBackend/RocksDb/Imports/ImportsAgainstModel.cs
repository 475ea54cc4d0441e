using FlowActors.State;
using FlowActors.State.RocksDb;
using FlowActors.State.RocksDb.Storage;
using FlowActors.StateBackend.Tests.Folders;

namespace FlowActors.StateBackend.Tests.RocksDb.Imports;

/// <summary>
/// States of thousands of keys under a budget for a part of them go from snapshot to snapshot, to other classes of their values and to other parallelisms.
/// They change between the snapshots and while they are frozen, so much that subtasks cannot wait for who is to link their state; and some are asked for
/// only then. What they hold is what plain collections do.
/// </summary>
public sealed class ImportsAgainstModel : IDisposable
{
    private const int Keys = 1_500;
    private const int Rounds = 6;
    private const int ParallelismMax = 3;
    private const int LastBuild = 2;

    private readonly TemporaryRoots _roots = new();
    private readonly DatabaseStore _store = new();

    public void Dispose()
    {
        _store.Dispose();
        _roots.Dispose();
    }

    [Theory]
    [InlineData(1, (3 << 20) + 301)]
    [InlineData(2, (3 << 20) + 303)]
    [InlineData(3, (3 << 20) + 305)]
    public void Changed_classes_at_changed_parallelisms(int seed, long memory)
    {
        using var backend = new RocksDbStateBackend(new RocksDbStateSettings { MemoryBytes = memory, LocalDirs = [_roots["local"]] })
        {
            CollectedMin = seed % 2 == 0 ? 0 : Lot.EntriesMax,
        };
        using var running = new Running(backend, _store, new Random(seed));
        for (var round = 0; round < Rounds; round++) running.Round();
        running.Finish();
        Assert.InRange(running.FinishedThemselves, 2, int.MaxValue);
        Assert.InRange(running.Lookups, Keys, long.MaxValue);
    }

    private sealed class Running : IDisposable
    {
        private readonly RocksDbStateBackend _backend;
        private readonly DatabaseStore _store;
        private readonly Random _random;
        private ItemSubtasks _subtasks;
        private Dictionary<long, HeldItems> _model = [];
        private FreezingSubtask[]? _freezing;
        private Dictionary<long, HeldItems> _frozen = [];
        private int _build;
        private bool _isAskedFor;

        public Running(RocksDbStateBackend backend, DatabaseStore store, Random random)
        {
            (_backend, _store, _random) = (backend, store, random);
            _subtasks = new ItemSubtasks(backend, 2, 40);
            for (var key = 0L; key < Keys; key++) _model[key] = new HeldItems();
            Ask();
            Change(4 * Keys);
        }

        /// <summary>How many subtasks have linked their frozen state themselves.</summary>
        public int FinishedThemselves { get; private set; }

        public long Lookups { get; private set; }

        public void Round()
        {
            // What is frozen before it is asked for is written in the class that it came in.
            var isEarly = !_isAskedFor && _random.Next(2) == 0;
            if (isEarly) Freeze();
            Ask();
            if (!isEarly)
            {
                Change(_random.Next(2 * Keys));
                Freeze();
            }

            ChangeWhileFrozen();
            var stored = End();
            if (_random.Next(4) > 0) Restore(stored, evolves: _build < LastBuild && _random.Next(3) > 0);
        }

        public void Finish()
        {
            while (_build < LastBuild)
            {
                Ask();
                Freeze();
                Restore(End(), evolves: true);
            }

            Ask();
            _subtasks.AssertHold(_model);
            _subtasks.TakeTimers(_model);
            Lookups += _subtasks.Lookups;
        }

        public void Dispose()
        {
            foreach (var freezing in _freezing ?? []) freezing.Abandon();
            _subtasks.Dispose();
        }

        private void Ask()
        {
            if (_isAskedFor) return;
            _isAskedFor = true;
            if (_build == 0) _subtasks.Ask(Items.OfFirst);
            else if (_build == 1) _subtasks.Ask(Items.OfSecond);
            else _subtasks.Ask(Items.OfThird);
            _subtasks.AssertTimers(_model);
            if (_random.Next(2) == 0) _subtasks.AssertHold(_model);
        }

        private void Freeze()
        {
            _frozen = _model.ToDictionary(m => m.Key, m => m.Value.Copy());
            _freezing = _subtasks.Freeze(_random.Next(4) > 0 ? SnapshotForm.Native : SnapshotForm.Canonical);
        }

        private void Change(int calls)
        {
            for (var i = 0; i < calls; i++)
            {
                var key = _random.NextInt64(Keys);
                _subtasks.Apply(key, _model[key], _random.Next(ItemStates<Items.First>.Verbs), _random.Next(10_000));
            }
        }

        private void ChangeWhileFrozen()
        {
            // Some are written meanwhile, and some not at all.
            var writes = _random.Next(3);
            for (var i = 0; i < 60; i++)
            {
                Change(Keys / 20);
                var freezing = _freezing![_random.Next(_freezing.Length)];
                if (writes > 0) freezing.WriteSome(_random.Next(8));
                if (writes > 1 && _random.Next(5) == 0) freezing.BeginLink();
                if (_random.Next(5) == 0) freezing.EndLink(_store);
            }

            FinishedThemselves += _subtasks.FinishedThemselves(_freezing!);
        }

        private StoredSnapshot End()
        {
            foreach (var freezing in _freezing!) freezing.Finish(_store);
            var stored = new StoredSnapshot([.. _freezing.Select(f => f.Stored)]);
            _freezing = null;
            if (_random.Next(3) == 0) _subtasks.AssertHold(_model);
            return stored;
        }

        private void Restore(StoredSnapshot stored, bool evolves)
        {
            Lookups += _subtasks.Lookups;
            _subtasks.Dispose();
            var parallelism = _random.Next(2) == 0 ? _subtasks.Count : _random.Next(1, ParallelismMax + 1);
            _store.Links = _random.Next(2) == 0;
            _subtasks = new ItemSubtasks(_backend, parallelism, 40, stored);
            (_model, _isAskedFor) = (_frozen, false);
            if (evolves) _build++;
        }
    }
}
