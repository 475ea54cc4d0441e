using FlowActors.State;

namespace FlowActors.StateBackend.Tests.Contract;

/// <summary>Tests of what every backend does, with one that is theirs and goes with them.</summary>
public abstract class ContractTests(IStateBackend backend) : IDisposable
{
    protected IStateBackend Backend => backend;

    public void Dispose()
    {
        backend.Dispose();
        GC.SuppressFinalize(this);
    }
}
