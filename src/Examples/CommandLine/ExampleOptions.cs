using System.CommandLine;

namespace FlowActors.Examples.CommandLine;

/// <summary>Options that several examples have, or that are made alike.</summary>
internal static class ExampleOptions
{
    /// <summary>A number, with a default.</summary>
    public static Option<T> Number<T>(string name, T value, string description) =>
        new(name) { DefaultValueFactory = _ => value, HelpName = "N", Description = description };

    /// <summary>What the data are made from.</summary>
    /// <param name="what">What the seed makes.</param>
    public static Option<long> Seed(string what) => Number("--seed", 1L, $"The same seed makes the same {what}.").AtLeast(0);

    /// <summary>How many subtasks the operators behind the sources have.</summary>
    /// <param name="verb">What these do.</param>
    public static Option<int> Parallelism(string verb) =>
        Number("--parallelism", Environment.ProcessorCount, $"How many subtasks {verb}. Default: the number of cores.").Parallelism();
}
