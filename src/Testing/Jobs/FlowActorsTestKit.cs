using Akka.TestKit.Xunit2;
using Xunit;

namespace FlowActors.Testing;

/// <summary>
/// Runs whole jobs on an embedded cluster, for tests: derive the test class from it, or share one among the tests of a class as its
/// fixture (<c>IClassFixture&lt;FlowActorsTestKit&gt;</c>). The time of the jobs is virtual, what comes out is awaited, and nothing
/// sleeps. Thread-safe, but for what it has of Akka's TestKit (probes, <c>AwaitAssertAsync</c>, ...), whose ActorSystem is not the cluster's.
/// </summary>
public class FlowActorsTestKit : TestKit, IAsyncLifetime
{
    private readonly TestKitSettings _settings;
    private readonly Lock _gate = new();
    private readonly List<IStreamResults> _results = [];
    private FlowActorsHost? _host;

    /// <summary>One node with the defaults.</summary>
    public FlowActorsTestKit()
        : this(new TestKitSettings())
    {
    }

    /// <summary>For derived classes that need something else.</summary>
    protected FlowActorsTestKit(TestKitSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _settings = settings;
        Clock = new TestClock(settings.Start);
    }

    /// <summary>The processing time of all jobs, which stands still until the test moves it.</summary>
    public TestClock Clock { get; }

    /// <summary>The cluster.</summary>
    /// <exception cref="InvalidOperationException">It has not started: the test framework does so before the first test.</exception>
    public FlowActorsHost Host => _host ?? throw new InvalidOperationException(
        "The embedded cluster has not started: a test framework that knows IAsyncLifetime calls InitializeAsync before the first test.");

    /// <summary>Starts the cluster.</summary>
    public virtual async Task InitializeAsync() => _host = await FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions
    {
        Nodes = _settings.Nodes,
        Configuration = _settings.Configuration,
        DefaultSettings = _settings.DefaultSettings,
        JobTime = Clock,
    }).ConfigureAwait(false);

    /// <summary>Cancels what runs and stops the cluster.</summary>
    public virtual async Task DisposeAsync()
    {
        if (_host is not null) await _host.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>An environment to write one program in.</summary>
    public StreamExecutionEnvironment CreateEnvironment() => Host.CreateEnvironment();

    /// <summary>Ends a stream in results that the test awaits as they come.</summary>
    public StreamResults<T> Collect<T>(DataStream<T> stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var results = new StreamResults<T>(_settings.Patience);
        lock (_gate) _results.Add(results);
        stream.ForEach(results.Add).WithName("Test Results");
        results.Environment = stream.Environment;
        return results;
    }

    /// <summary>Executes the program. Whoever awaits its results is told when the job fails or ends.</summary>
    /// <param name="env">The program.</param>
    /// <param name="jobName">The job's name.</param>
    /// <returns>A handle on the job, as soon as it is accepted.</returns>
    public async Task<IJobClient> StartAsync(StreamExecutionEnvironment env, string jobName = "test")
    {
        ArgumentNullException.ThrowIfNull(env);
        var job = await env.ExecuteAsync(jobName).ConfigureAwait(false);
        IStreamResults[] results;
        lock (_gate) results = [.. _results.Where(r => r.Environment == env)];
        _ = WatchAsync(job, results);
        return job;
    }

    /// <summary>Waits until a job has ended well.</summary>
    /// <exception cref="JobFailedException">The job failed.</exception>
    /// <exception cref="JobCancelledException">The job was cancelled.</exception>
    /// <exception cref="TestKitTimeoutException">It still runs.</exception>
    public async Task<JobResult> EndAsync(IJobClient job)
    {
        ArgumentNullException.ThrowIfNull(job);
        try
        {
            return await job.WaitForEndAsync().WaitAsync(_settings.Patience).ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            throw new TestKitTimeoutException($"Job '{job.JobName}' has not ended within {_settings.Patience}: has every testing source been ended?", e);
        }
    }

    private static async Task WatchAsync(IJobClient job, IStreamResults[] results)
    {
        Exception? failure = null;
        try
        {
            await job.WaitForEndAsync().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            failure = e;
        }

        foreach (var result in results) result.End(failure);
    }
}
