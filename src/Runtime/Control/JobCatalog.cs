using System.Collections.Concurrent;
using FlowActors.Cultures;
using FlowActors.Functions;
using FlowActors.Graph;
using FlowActors.Runtime.Planning;

namespace FlowActors.Runtime.Control;

/// <summary>
/// Where a node finds the graph of a job: registered jobs are built from their class and arguments, jobs made of lambdas were
/// left here by the host in whose process they were written. All nodes of one embedded host share one catalog. Thread-safe.
/// </summary>
internal sealed class JobCatalog(Func<JobSettings> defaultSettings)
{
    private readonly ConcurrentDictionary<string, Func<IStreamJob>> _registered = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<JobId, Lazy<ExecutionGraph>> _graphs = new();
    private readonly ConcurrentDictionary<JobId, StreamGraph> _programs = new();

    /// <summary>The names of the registered jobs, in order.</summary>
    public IReadOnlyList<string> Names => [.. _registered.Keys.Order(StringComparer.Ordinal)];

    /// <exception cref="JobValidationException">The name is taken.</exception>
    public void Register(string name, Func<IStreamJob> create)
    {
        if (!_registered.TryAdd(name, create))
            throw new JobValidationException($"A job named '{name}' is registered already: give each job its own name.");
    }

    /// <summary>Keeps a job made of lambdas until it has ended.</summary>
    /// <param name="id">The job.</param>
    /// <param name="program">Its program, from which it is planned again at another parallelism.</param>
    /// <param name="graph">Its plan.</param>
    public void AddLocal(JobId id, StreamGraph program, JobGraph graph)
    {
        _programs[id] = program;
        _graphs[id] = new Lazy<ExecutionGraph>(ExecutionGraph.Of(graph));
    }

    /// <summary>Lets go of the graph of a job that has ended.</summary>
    public void Remove(JobId id)
    {
        _graphs.TryRemove(id, out _);
        _programs.TryRemove(id, out _);
    }

    /// <summary>The program of a registered job.</summary>
    /// <param name="name">The name that it was registered by.</param>
    /// <param name="jobName">The name of the job.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="parallelism">The parallelism that it starts with; null for that of the default settings.</param>
    /// <exception cref="JobValidationException">No job has that name, or the job refuses its arguments.</exception>
    public StreamGraph Build(string name, string jobName, IReadOnlyDictionary<string, string> arguments, int? parallelism = null)
    {
        if (!_registered.TryGetValue(name, out var create))
        {
            var known = _registered.IsEmpty ? "none is registered" : "registered are: " + string.Join(", ", Names);
            throw new JobValidationException($"There is no job named '{name}'; {known}. Correct the name, or register the job with AddJob.");
        }

        // Every node must build the same from the same arguments: names, too, that are made from numbers.
        using var invariant = InvariantThread.Enter();
        var settings = defaultSettings();
        var env = new StreamExecutionEnvironment(parallelism is { } asked ? settings with { Parallelism = asked } : settings);
        try
        {
            var job = create();
            if (AsyncCode.AsyncVoidMethodOf(job.GetType()) is { } method)
            {
                throw new JobValidationException(
                    $"Method {method.Name} of {job.GetType()} is async void: what it adds to the program after its first await would be " +
                    "lost. Write the program down without awaiting anything.");
            }

            job.Build(env, new JobArguments(arguments));
        }
        catch (JobValidationException e)
        {
            // While it is written down a program does not know its name yet.
            throw new JobValidationException($"Job '{jobName}' cannot be built: {e.Message}", e);
        }

        return env.BuildGraph(jobName);
    }

    /// <summary>
    /// The graph of a job that was submitted; built once for each parallelism that it gets, at the first call, and kept until
    /// <see cref="Remove"/> or the next parallelism. A build that fails is not kept: the next call tries anew.
    /// </summary>
    /// <exception cref="JobValidationException">This node cannot build it.</exception>
    public ExecutionGraph Resolve(JobSpec job)
    {
        while (true)
        {
            var graph = _graphs.GetOrAdd(job.Id, _ => new Lazy<ExecutionGraph>(() => Plan(job)));
            try
            {
                if (job.Parallelism is not { } settled || graph.Value.Job.Settings.Parallelism == settled.Parallelism) return graph.Value;
                _graphs.TryUpdate(job.Id, new Lazy<ExecutionGraph>(() => Plan(job)), graph);
            }
            catch
            {
                _graphs.TryRemove(new(job.Id, graph));
                throw;
            }
        }
    }

    /// <summary>
    /// The graph of a registered job of an earlier run of the process, by its present code and arguments; its operators keep the number of key groups that
    /// they had. It takes the place of the one that is kept.
    /// </summary>
    /// <exception cref="JobValidationException">The job cannot be built any more.</exception>
    public ExecutionGraph Replan(JobSpec job)
    {
        var program = Build(job.RegisteredName!, job.JobName, job.Arguments, job.RescaledTo ?? job.AskedParallelism);
        var resolved = job.Parallelism is { } before ? before with { Parallelism = job.RescaledTo ?? program.Settings.Parallelism } : null;
        var graph = ExecutionGraph.Of(JobPlanner.Plan(program, resolved));
        _graphs[job.Id] = new Lazy<ExecutionGraph>(graph);
        return graph;
    }

    /// <summary>False when the job was made of lambdas and this process does not have them.</summary>
    public bool CanBuild(JobSpec job) => job.RegisteredName is not null || _graphs.ContainsKey(job.Id);

    /// <summary>A graph of the job that nobody else has.</summary>
    /// <exception cref="JobValidationException">This node cannot build it.</exception>
    public ExecutionGraph Plan(JobSpec job)
    {
        if (job.RegisteredName is { } name)
            return ExecutionGraph.Of(JobPlanner.Plan(Build(name, job.JobName, job.Arguments, job.RescaledTo ?? job.AskedParallelism), job.Parallelism));
        if (_programs.TryGetValue(job.Id, out var program)) return ExecutionGraph.Of(JobPlanner.Plan(program, job.Parallelism));
        throw new JobValidationException(
            $"Job '{job.JobName}' was written as lambdas in another process, which only that process can run. Make it a class " +
            "(IStreamJob) and register it by name.");
    }
}
