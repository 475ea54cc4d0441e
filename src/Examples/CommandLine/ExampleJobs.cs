using FlowActors.Examples.Demo;
using FlowActors.Examples.Durable;
using FlowActors.Examples.Nexmark;
using FlowActors.Examples.WordCount;

namespace FlowActors.Examples.CommandLine;

/// <summary>The examples that are registered jobs.</summary>
internal static class ExampleJobs
{
    /// <summary>Each by the name that it is registered by.</summary>
    public static IReadOnlyDictionary<string, Func<IStreamJob>> All { get; } = new Dictionary<string, Func<IStreamJob>>
    {
        [WordCountJob.Name] = () => new WordCountJob(),
        [NexmarkJob.Name] = () => new NexmarkJob(),
        [DemoJob.Name] = () => new DemoJob(),
    };

    /// <summary>The same for a node of a cluster, where nobody waits for a job to put its output together, or begins it with a savepoint of its arguments.</summary>
    public static IReadOnlyDictionary<string, Func<IStreamJob>> OfNode { get; } = new Dictionary<string, Func<IStreamJob>>
    {
        [WordCountJob.Name] = () => new SubmittedJob(new WordCountJob { WritesFile = true }),
        [NexmarkJob.Name] = () => new SubmittedJob(new NexmarkJob { WritesFile = true }),
        [DemoJob.Name] = () => new SubmittedJob(new DemoJob()),
    };

    /// <summary>A host that has all of them.</summary>
    public static EmbeddedOptions ToOptions()
    {
        var options = new EmbeddedOptions();
        foreach (var (name, create) in All) options.AddJob(name, create);
        return options;
    }

    private sealed class SubmittedJob(IStreamJob job) : IStreamJob
    {
        public void Build(StreamExecutionEnvironment env, JobArguments arguments)
        {
            ResumeRules.RefuseSavepoint(arguments);
            job.Build(env, arguments);
        }
    }
}
