using System.Diagnostics;
using FlowActors.Bench.Harness;
using FlowActors.Sinks;
using FlowActors.State;

namespace FlowActors.Bench.Candidates;

/// <summary>A count of as many longs as there are keys, each once, which is stopped with a savepoint, and started from it to go on.</summary>
internal sealed class RestoredCount : IAsyncDisposable
{
    public const int Parallelism = 2;
    private const string Name = "restored";
    private readonly FlowActorsHost _host;
    private readonly Counts _counts;
    private readonly SnapshotForm _form;

    private RestoredCount(FlowActorsHost host, Counts counts, SnapshotForm form) => (_host, _counts, _form) = (host, counts, form);

    /// <summary>Starts the host.</summary>
    /// <param name="keys">How many keys are counted.</param>
    /// <param name="state">Where their counts are kept; on disk savepoints are native, as checkpoints are.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public static async Task<RestoredCount> StartAsync(int keys, StateChoice state, CancellationToken cancellationToken)
    {
        var counts = new Counts(keys);
        var options = new EmbeddedOptions { Configuration = state.Configuration() };
        var host = await FlowActorsHost.StartEmbeddedAsync(options.AddJob(Name, () => new Job(counts)), cancellationToken);
        return new RestoredCount(host, counts, state.IsOnDisk ? SnapshotForm.Native : SnapshotForm.Canonical);
    }

    /// <summary>Counts each key once and stops.</summary>
    public async Task WriteAsync(string savepoint, CancellationToken cancellationToken)
    {
        _counts.Begin(isRestored: false);
        var job = await _host.SubmitAsync(Name, cancellationToken: cancellationToken);
        await _counts.All.WaitAsync(cancellationToken);
        await job.StopWithSavepointAsync(savepoint, form: _form, cancellationToken: cancellationToken);
        await job.WaitForEndAsync(cancellationToken);
    }

    /// <summary>Starts from the savepoint, and waits until as many records as there are keys were counted.</summary>
    /// <returns>From the submission to the first record that was counted.</returns>
    public async Task<TimeSpan> RestoreAsync(string savepoint, CancellationToken cancellationToken)
    {
        _counts.Begin(isRestored: true);
        var started = Stopwatch.GetTimestamp();
        var job = await _host.SubmitAsync(Name, new SavepointRestore(savepoint), cancellationToken: cancellationToken);
        await _counts.All.WaitAsync(cancellationToken);
        await EndlessJob.CancelAsync(job, cancellationToken);
        return Stopwatch.GetElapsedTime(started, _counts.First);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private sealed class Job(Counts counts) : IStreamJob
    {
        public void Build(StreamExecutionEnvironment env, JobArguments arguments) => env
            .EnableCheckpointing(TimeSpan.FromDays(1))
            .SetParallelism(Parallelism)
            .Generate<long>(null, position => position % counts.Keys).WithUid("numbers")
            .KeyBy(static x => x)
            .Count().WithUid("counts")
            .SinkTo(new Sink(counts)).WithUid("seen");
    }

    /// <summary>What the sinks of a run have seen. Thread-safe.</summary>
    private sealed class Counts(int keys)
    {
        private TaskCompletionSource _all = new();
        private bool _isRestored;
        private long _first;
        private int _left;

        public int Keys => keys;

        /// <summary>Whether all keys were counted once, or as many records were counted again.</summary>
        public Task All => _all.Task;

        /// <summary>When the first record came.</summary>
        public long First => Interlocked.Read(ref _first);

        public void Begin(bool isRestored) =>
            (_all, _isRestored, _first, _left) = (new(TaskCreationOptions.RunContinuationsAsynchronously), isRestored, 0, keys);

        public void Begun() => Interlocked.CompareExchange(ref _first, Stopwatch.GetTimestamp(), 0);

        public void Add(KeyValuePair<long, long> counted)
        {
            var isNew = counted.Value == 1;
            if (_isRestored && isNew) _all.TrySetException(new BenchException($"Key {counted.Key} was counted before, and is new after the restore: not all of the state is there."));
            if ((_isRestored || isNew) && Interlocked.Decrement(ref _left) == 0) _all.TrySetResult();
        }
    }

    private sealed class Sink(Counts counts) : Sink<KeyValuePair<long, long>>
    {
        public override SinkWriter<KeyValuePair<long, long>> CreateWriter() => new Writer(counts);
    }

    private sealed class Writer(Counts counts) : SinkWriter<KeyValuePair<long, long>>
    {
        private bool _hasBegun;

        public override void Write(KeyValuePair<long, long> value, long timestamp)
        {
            if (!_hasBegun) counts.Begun();
            _hasBegun = true;
            counts.Add(value);
        }
    }
}
