using FlowActors.Examples.Demo;
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

    /// <summary>The same for a node of a cluster, where nobody waits for a job to put its output together.</summary>
    public static IReadOnlyDictionary<string, Func<IStreamJob>> OfNode { get; } = new Dictionary<string, Func<IStreamJob>>(All)
    {
        [WordCountJob.Name] = () => new WordCountJob { WritesFile = true },
        [NexmarkJob.Name] = () => new NexmarkJob { WritesFile = true },
    };

    /// <summary>A host that has all of them.</summary>
    public static EmbeddedOptions ToOptions()
    {
        var options = new EmbeddedOptions();
        foreach (var (name, create) in All) options.AddJob(name, create);
        return options;
    }
}
