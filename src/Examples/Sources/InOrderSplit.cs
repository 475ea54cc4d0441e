using FlowActors.Sources;

namespace FlowActors.Examples;

/// <summary>All records of an <see cref="InOrderSource{T}"/> from one number on.</summary>
/// <param name="Next">The number of the next record.</param>
internal sealed record InOrderSplit(long Next) : ISourceSplit
{
    public string SplitId => "records";
}
