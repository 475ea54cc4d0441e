namespace FlowActors.Sources;

/// <summary>
/// A part of a source's input that one reader reads, with the position from which on it is still to be read. Immutable. It travels to its
/// reader and into checkpoints by the job's serializers, so a split is a plain record of data.
/// </summary>
public interface ISourceSplit
{
    /// <summary>Names the split, for people and for what is kept of it; the same at every position, unique in its source.</summary>
    string SplitId { get; }
}
