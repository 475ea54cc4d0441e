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
    };

    /// <summary>A host that has all of them.</summary>
    public static EmbeddedOptions ToOptions()
    {
        var options = new EmbeddedOptions();
        foreach (var (name, create) in All) options.AddJob(name, create);
        return options;
    }
}
