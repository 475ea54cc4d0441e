using FlowActors.Sources;

namespace FlowActors.Testing;

/// <summary>What a testing source does, from a position on.</summary>
/// <param name="Position">The number of the next element, from 0.</param>
public sealed record TestingSplit(int Position) : ISourceSplit
{
    /// <inheritdoc/>
    public string SplitId => "by hand";
}
