using FlowActors.State;

namespace FlowActors.Bench.Candidates;

/// <summary>Takes what a frozen state writes beside its database, where nothing but values is kept: headers, which the restored database has too.</summary>
internal sealed class HeadersOnly : IStateWriter
{
    public void Add(int state, StateHeader header)
    {
    }

    public void Write(int state, in StateElement element) => throw new InvalidOperationException("The elements are in the database.");
}
