using PolyType;

namespace FlowActors.Sources;

/// <summary>A split of one of the stages of a <see cref="HybridSource{T}"/>, or what a reader is told of a stage.</summary>
public sealed record HybridSplit : ISourceSplit
{
    private HybridSplit()
    {
    }

    internal HybridSplit(HybridSplitKind kind, int stage, string name, byte[] split, IReadOnlyList<byte[]> positions) =>
        (Kind, Stage, Name, Split, Positions) = (kind, stage, name, split, [.. positions]);

    /// <inheritdoc/>
    public string SplitId => $"{Stage}/{Name}";

    [PropertyShape]
    internal HybridSplitKind Kind { get; init; }

    [PropertyShape]
    internal int Stage { get; init; }

    [PropertyShape]
    internal string Name { get; init; } = "";

    /// <summary>The split of the stage's source, as bytes.</summary>
    [PropertyShape]
    internal byte[] Split { get; init; } = [];

    /// <summary>The positions at which the stages up to this one have begun, as bytes: what it takes to make its source anywhere.</summary>
    [PropertyShape]
    internal List<byte[]> Positions { get; init; } = [];
}
