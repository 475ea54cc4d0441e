using PolyType;

namespace FlowActors.Sources;

/// <summary>A part of what a <see cref="TextFileSource"/> reads: a file, or a range of one, from a line on.</summary>
public sealed record TextFileSplit : ISourceSplit
{
    private TextFileSplit()
    {
    }

    internal TextFileSplit(FileSplit range) => Range = range;

    /// <inheritdoc/>
    public string SplitId => Range.SplitId;

    [PropertyShape]
    internal FileSplit Range { get; init; }
}
