using System.Globalization;
using FlowActors.Functions;
using FlowActors.Graph;
using FlowActors.Serialization;
using FlowActors.Sources;

namespace FlowActors;

/// <summary>
/// Where a program begins: makes sources, holds settings, and runs what was written. One environment holds one program;
/// not thread-safe.
/// </summary>
public sealed class StreamExecutionEnvironment
{
    private readonly IJobExecutor? _executor;
    private readonly StreamGraphBuilder _graph;

    /// <summary>An environment that runs its program on the executor; made by a host.</summary>
    public StreamExecutionEnvironment(IJobExecutor executor)
        : this(executor, executor.DefaultSettings)
    {
    }

    /// <summary>An environment that only builds: <see cref="ExecuteAsync"/> is refused.</summary>
    public StreamExecutionEnvironment(JobSettings settings)
        : this(null, settings)
    {
    }

    private StreamExecutionEnvironment(IJobExecutor? executor, JobSettings settings)
    {
        _executor = executor;
        Settings = settings;
        _graph = new StreamGraphBuilder(this);
    }

    /// <summary>What the program asks for as a whole.</summary>
    public JobSettings Settings { get; private set; }

    internal StreamGraphBuilder Graph => _graph;

    /// <summary>Sets the number of subtasks of operators that say nothing; at least 1.</summary>
    public StreamExecutionEnvironment SetParallelism(int parallelism)
    {
        ParallelismRules.CheckParallelism(parallelism, "the program");
        return Change(s => s with { Parallelism = parallelism });
    }

    /// <summary>Sets the number of key groups of operators that say nothing; 1 to 32,768.</summary>
    public StreamExecutionEnvironment SetMaxParallelism(int maxParallelism)
    {
        ParallelismRules.CheckMaxParallelism(maxParallelism, "the program");
        return Change(s => s with { MaxParallelism = maxParallelism });
    }

    /// <summary>Runs every operator as a vertex of its own; for finding out where time goes.</summary>
    public StreamExecutionEnvironment DisableOperatorChaining()
    {
        return Change(s => s with { Chaining = false });
    }

    /// <summary>Takes checkpoints, whether the node has a data folder or not.</summary>
    /// <param name="interval">From the start of one checkpoint to that of the next, 10 ms to 1 day.</param>
    /// <param name="mode">What a restore guarantees.</param>
    /// <exception cref="JobValidationException">The interval is not possible, or the mode contradicts what was set before.</exception>
    public StreamExecutionEnvironment EnableCheckpointing(TimeSpan interval, CheckpointingMode mode = CheckpointingMode.ExactlyOnce) =>
        ConfigureCheckpoints(c => c with { Interval = interval, Mode = mode });

    /// <summary>Takes no checkpoints but those that somebody asks for, whatever the node's settings say.</summary>
    public StreamExecutionEnvironment DisableCheckpointing() => ConfigureCheckpoints(c => c with { Interval = Timeout.InfiniteTimeSpan });

    /// <summary>Changes when checkpoints are taken and what happens when they fail: <c>c => c with { Retained = 3 }</c>.</summary>
    /// <param name="change">Makes the new settings of those so far.</param>
    /// <exception cref="JobValidationException">A value is not possible, or two contradict each other.</exception>
    public StreamExecutionEnvironment ConfigureCheckpoints(Func<CheckpointConfig, CheckpointConfig> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        var changed = change(Settings.Checkpoints);
        ArgumentNullException.ThrowIfNull(changed, nameof(change));
        CheckpointConfigRules.Check(changed);
        return Change(s => s with { Checkpoints = changed });
    }

    /// <summary>
    /// Sets what happens after a failure. Default: a job that takes checkpoints by an interval restarts with growing delays
    /// (<see cref="RestartStrategy.ExponentialDelay"/>); any other job fails.
    /// </summary>
    /// <exception cref="JobValidationException">A number of the strategy is not possible, such as a delay below 0.</exception>
    public StreamExecutionEnvironment SetRestartStrategy(RestartStrategy strategy)
    {
        ArgumentNullException.ThrowIfNull(strategy);
        RestartStrategyRules.Check(strategy);
        return Change(s => s with { RestartStrategy = strategy });
    }

    /// <summary>Chooses the state backend by name. Default: what <c>flowactors.state.backend</c> says, which is <c>memory</c> where nobody sets it.</summary>
    public StreamExecutionEnvironment SetStateBackend(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return Change(s => s with { StateBackend = name });
    }

    /// <summary>
    /// Switches off the copies that built-in operators make of values of mutable types as these leave state. Only for
    /// programs that never change a record.
    /// </summary>
    public StreamExecutionEnvironment DisableStateCopies()
    {
        return Change(s => s with { CopyMutableState = false });
    }

    /// <summary>
    /// Says whether records are checked: that nobody changes one between the moment it is emitted and the return of the last
    /// operator that receives it, or its appearance in <c>Collect()</c>. One that is changed fails the job with a
    /// <see cref="RecordChangedException"/>. Each record of a type that can change is then serialized a few times on its way; records
    /// that cannot change cost nothing. Programs that do not say are checked where one of the assemblies of their functions and
    /// record types is a Debug build; the setting <c>flowactors.exchange.check-records</c> can change that.
    /// </summary>
    public StreamExecutionEnvironment CheckRecords(bool check = true)
    {
        return Change(s => s with { CheckRecords = check });
    }

    /// <summary>
    /// Says whether the failure of a user function shows the record that the function was given, as text, cut to 1 KB: see
    /// <see cref="JobFailure.Record"/>. It then stands in the job's exception, in what the coordinator's journal keeps, and
    /// wherever the application logs it. Programs that do not say follow the setting
    /// <c>flowactors.failures.show-records</c>, which is off: records may be secret.
    /// </summary>
    public StreamExecutionEnvironment ShowRecordsInFailures(bool show = true)
    {
        return Change(s => s with { ShowRecordsInFailures = show });
    }

    /// <summary>Sets how long a record may wait in an open batch while its sender is busy; 0 or more.</summary>
    public StreamExecutionEnvironment SetFlushInterval(TimeSpan interval)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(interval, TimeSpan.Zero);
        return Change(s => s with { FlushInterval = interval });
    }

    /// <summary>Sets the serializers of the program, for types that need one of their own.</summary>
    public StreamExecutionEnvironment SetSerializers(SerializerRegistry serializers)
    {
        ArgumentNullException.ThrowIfNull(serializers);
        return Change(s => s with { Serializers = serializers });
    }

    /// <summary>
    /// Sets how often periodic watermarks are made, in the job's processing time; 1 ms or more. Default: what
    /// <c>flowactors.event-time.watermark-interval</c> says, which is 200 ms where nobody sets it.
    /// </summary>
    public StreamExecutionEnvironment SetWatermarkInterval(TimeSpan interval)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(interval, TimeSpan.FromMilliseconds(1));
        return Change(s => s with { WatermarkInterval = interval });
    }

    /// <summary>The stream that a source gives, with event time for each of its splits.</summary>
    /// <param name="source">Where the records come from.</param>
    /// <param name="watermarks">How records get their timestamps and splits their watermarks; what the source's readers say themselves is dropped.</param>
    /// <param name="name">The name, for people.</param>
    public DataStream<T> FromSource<T>(Source<T> source, WatermarkStrategy<T> watermarks, string name)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(watermarks);
        return _graph.AddSource(source, name, nonParallel: false, watermarks: watermarks);
    }

    /// <summary>
    /// The stream that a source gives. Where its readers say nothing of event time, and that is most sources, the stream is idle: it holds the
    /// event time of others back no more than it has one.
    /// </summary>
    public DataStream<T> FromSource<T>(Source<T> source, string name)
    {
        ArgumentNullException.ThrowIfNull(source);
        return _graph.AddSource(source, name, nonParallel: false);
    }

    /// <summary>The given records, from one subtask, in order.</summary>
    public DataStream<T> FromElements<T>(params T[] elements) => FromCollection(elements);

    /// <summary>
    /// The records of a collection, from one subtask, in order. It is enumerated while the job runs, once for each attempt.
    /// A sequence that is no collection (see <see cref="ICollection{T}"/> and <see cref="IReadOnlyCollection{T}"/>) may block and may
    /// be endless: a thread of its own enumerates it, 16 to 4,096 records ahead of the job, the fewer the slower they are. When the
    /// job ends before it does, that thread is interrupted and the enumerator disposed.
    /// </summary>
    public DataStream<T> FromCollection<T>(IEnumerable<T> collection) =>
        _graph.AddSource(Source.FromCollection(collection), "Collection Source", nonParallel: true);

    /// <summary>The whole numbers from one to another, both included, spread over the subtasks.</summary>
    public DataStream<long> FromSequence(long from, long to) => FromSource(Source.FromSequence(from, to), "Sequence Source");

    /// <summary>
    /// <paramref name="count"/> records that a function makes from their numbers, 0 to count - 1; subtask k of p makes the
    /// numbers i with i mod p = k, in order.
    /// </summary>
    /// <param name="count">How many; null goes on for ever.</param>
    /// <param name="generate">Makes record i; called by many subtasks at once.</param>
    /// <param name="recordsPerSecond">How many records a second all subtasks make together: any number above 0; null and infinity set no limit.</param>
    public DataStream<T> Generate<T>(long? count, Func<long, T> generate, double? recordsPerSecond = null) =>
        _graph.AddSource(Source.Generate(count, generate, recordsPerSecond), "Generator Source", nonParallel: false, generate);

    /// <summary>
    /// Writes the program down as it is now: the first of its three plans. What is added or changed later does not reach this
    /// graph, only those that are built after it.
    /// </summary>
    /// <exception cref="JobValidationException">The program is empty or contradicts itself.</exception>
    public StreamGraph BuildGraph(string jobName) => _graph.Build(jobName, Settings);

    /// <summary>
    /// Runs the program and gives a handle on it as soon as it is accepted. From here on nothing can be added to the program or changed in it, as
    /// that would be no part of the job; it may be executed again as it is, and streams may be executed for their results.
    /// </summary>
    /// <param name="jobName">The job's name; not empty.</param>
    /// <param name="cancellationToken">Gives up the submission, not the job.</param>
    /// <exception cref="JobValidationException">The program cannot run; nothing was started.</exception>
    public Task<IJobClient> ExecuteAsync(string jobName, CancellationToken cancellationToken = default) =>
        SubmitAsync(jobName, (run, graph) => run.SubmitAsync(graph, cancellationToken));

    /// <summary>Runs the program, as <see cref="ExecuteAsync"/> does, and waits until the job has ended well.</summary>
    /// <param name="jobName">The job's name; not empty.</param>
    /// <param name="cancellationToken">Cancels the job.</param>
    /// <exception cref="JobValidationException">The program cannot run; nothing was started.</exception>
    /// <exception cref="JobFailedException">The job failed.</exception>
    /// <exception cref="JobCancelledException">Somebody else cancelled the job.</exception>
    public Task<JobResult> RunAsync(string jobName, CancellationToken cancellationToken = default) =>
        SubmitAsync(jobName, (run, graph) => run.ToEndAsync(graph, cancellationToken));

    /// <summary>Runs graphs of this program.</summary>
    /// <exception cref="InvalidOperationException">The environment only builds.</exception>
    internal ProgramRun Run => new(
        _executor ?? throw new InvalidOperationException("This environment only builds graphs. Get one from a host to run a program."),
        [.. _graph.Listeners]);

    private StreamExecutionEnvironment Change(Func<JobSettings, JobSettings> change)
    {
        _graph.CheckOpen("A setting of the program was changed");
        Settings = change(Settings);
        return this;
    }

    private async Task<T> SubmitAsync<T>(string jobName, Func<ProgramRun, StreamGraph, Task<T>> submit)
    {
        var (run, graph) = (Run, BuildGraph(jobName));
        var reopen = _graph.Close(jobName);
        try
        {
            return await submit(run, graph).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not JobFailedException and not JobCancelledException)
        {
            reopen();
            throw;
        }
    }
}
