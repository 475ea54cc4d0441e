using FlowActors.Examples.CommandLine;

namespace FlowActors.Examples.DeadLetters;

/// <summary>What is asked of the deadletters command.</summary>
/// <param name="Input">Files of orders.</param>
/// <param name="DeadLetters">The file that gets the lines that are no good orders.</param>
/// <param name="Parallelism">Of the operators behind the source.</param>
internal sealed record DeadLettersOptions(IReadOnlyList<string> Input, string DeadLetters, int Parallelism)
{
    /// <summary>Where state is kept.</summary>
    public StateOptions State { get; init; } = new();
}
