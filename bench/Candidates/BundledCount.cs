using FlowActors.Bench.Harness;
using FlowActors.Bench.Work;
using FlowActors.State;
using FlowActors.State.RocksDb;

namespace FlowActors.Bench.Candidates;

/// <summary>A snapshot that a count has taken beside its work.</summary>
/// <param name="Elapsed">From the barrier to the last link.</param>
/// <param name="Files">Its files.</param>
/// <param name="NewFiles">Those that no snapshot before had, or that change.</param>
/// <param name="NewBytes">What they take.</param>
internal sealed record TakenSnapshot(TimeSpan Elapsed, int Files, int NewFiles, long NewBytes);

/// <summary>A count of one subtask's keys in some databases under one budget, with snapshots, on the calling thread. A run is over when nothing is left to flush and compact.</summary>
/// <param name="name">Its name in the table.</param>
/// <param name="layout">Which key groups lie in one database.</param>
/// <param name="keys">The keys by their numbers.</param>
/// <param name="work">What is counted.</param>
/// <param name="store">What it begins with.</param>
/// <param name="memoryBytes">The budget.</param>
internal sealed class BundledCount(string name, BundleLayout layout, long[] keys, RunningKeys work, BundleStore store, long memoryBytes) : RunningContender(name, work)
{
    private const int Lot = 1_024;

    /// <summary>How many snapshots a run takes.</summary>
    public const int Snapshots = 4;

    private readonly HashSet<(string Database, string Name)> _known = [];
    private readonly List<TakenSnapshot> _taken = [];
    private RocksDbStateBackend? _backend;
    private BundledState? _state;
    private (int Files, int NewFiles, long NewBytes) _files;

    /// <summary>The snapshots of all runs.</summary>
    public List<TakenSnapshot> Taken => _taken;

    public override ValueTask PrepareAsync()
    {
        // Backends of one size would share their budget.
        _backend = new RocksDbStateBackend(new RocksDbStateSettings { MemoryBytes = memoryBytes + layout.Bundles });
        _state = new BundledState(_backend, layout.Of(0, BundleLayout.Parallelism), store.Databases);
        _state.Read(keys);
        return ValueTask.CompletedTask;
    }

    public override ValueTask DisposeAsync()
    {
        _state?.Dispose();
        _backend?.Dispose();
        return base.DisposeAsync();
    }

    protected override long Run(int run)
    {
        var (state, records, sum) = (_state!, Work.Records, 0L);
        BundledSnapshot? snapshot = null;
        for (var first = 0; first < records; first += Lot)
        {
            if (first % (records / Snapshots) < Lot)
            {
                End(snapshot);
                snapshot = new BundledSnapshot(state, Use);
            }

            for (var i = first; i < Math.Min(first + Lot, records); i++) sum += ++state.CountOf(keys[Work.KeyOf(run, i)]);
            if (snapshot is { IsOver: false }) snapshot.GoOn();
        }

        End(snapshot);
        Background.UntilQuiet();
        return sum;
    }

    private void End(BundledSnapshot? snapshot)
    {
        if (snapshot is null) return;
        snapshot.Finish();
        _taken.Add(new TakenSnapshot(snapshot.Elapsed, _files.Files, _files.NewFiles, _files.NewBytes));
        _files = default;
    }

    private void Use(int bundle, DatabaseFiles files)
    {
        foreach (var file in files.Files)
        {
            _files.Files++;
            if (file.IsImmutable && (file.Origin is not null || !_known.Add((files.Id, file.Name)))) continue;
            _files.NewFiles++;
            _files.NewBytes += file.Length;
        }
    }
}
