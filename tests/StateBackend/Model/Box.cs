namespace FlowActors.StateBackend.Tests.Model;

/// <summary>A value of a mutable type.</summary>
public sealed class Box
{
    public long N { get; set; }
}
