using FlowActors.Bench.Work;

namespace FlowActors.Bench.Candidates;

/// <summary>A keyed count of longs that goes on until it is disposed of: all keys once, then evenly spread ones.</summary>
internal sealed class RunningCount : IAsyncDisposable
{
    private const string CountName = "count";
    private readonly IJobClient _job;
    private readonly int _keys;

    private RunningCount(IJobClient job, int keys, CompletedCheckpoints completed) => (_job, _keys, Completed) = (job, keys, completed);

    /// <summary>Its checkpoints.</summary>
    public CompletedCheckpoints Completed { get; }

    /// <summary>Starts it, and waits until all keys are there.</summary>
    /// <param name="host">Where.</param>
    /// <param name="keys">How many keys there are.</param>
    /// <param name="parallelism">Of the source and of the count.</param>
    /// <param name="checkpoints">Sets when checkpoints are taken.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public static async Task<RunningCount> StartAsync(
        EngineHost host, int keys, int parallelism, Action<StreamExecutionEnvironment> checkpoints, CancellationToken cancellationToken)
    {
        var completed = new CompletedCheckpoints();
        var job = await host.SubmitAsync($"count {keys}", Build, cancellationToken);
        var running = new RunningCount(job, keys, completed);
        while (await running.RecordsAsync(cancellationToken) < keys) await Task.Delay(100, cancellationToken);
        completed.Skip();
        return running;

        void Build(StreamExecutionEnvironment env)
        {
            checkpoints(env);
            env.SetParallelism(parallelism)
                .Generate<long>(null, position => position < keys ? position : Uniform.Index(position, keys))
                .KeyBy(static x => x)
                .Count().WithName(CountName)
                .SinkTo(new CountSink<long>(new Total()));
            completed.AddTo(env);
        }
    }

    /// <summary>How many different keys so many more records change, on average.</summary>
    public double KeysChanged(double records) => _keys * (1 - Math.Exp(-records / _keys));

    /// <summary>The records counted so far.</summary>
    public async Task<long> RecordsAsync(CancellationToken cancellationToken) => (long)(await _job.GetMetricsAsync(cancellationToken))
        .Where(s => s.Vertex.Contains(CountName, StringComparison.Ordinal)).Sum(s => s.Values["numRecordsIn"]);

    /// <summary>Of each subtask how many barriers have passed, and for how long it stood still for the last one.</summary>
    public async Task<IReadOnlyList<(long Count, double LastMs)>> PausesAsync(CancellationToken cancellationToken) =>
    [
        .. (await _job.GetMetricsAsync(cancellationToken))
            .Where(s => !s.Vertex.Contains(CompletedCheckpoints.ListenerName, StringComparison.Ordinal))
            .OrderBy(s => s.Vertex, StringComparer.Ordinal).ThenBy(s => s.Subtask)
            .Select(s => ((long)s.Values["barrierPauses"], s.Values["barrierPauseMs"])),
    ];

    public async ValueTask DisposeAsync()
    {
        await _job.CancelAsync();
        try
        {
            await _job.WaitForEndAsync();
        }
        catch (JobCancelledException)
        {
            // As it should be.
        }
    }
}
