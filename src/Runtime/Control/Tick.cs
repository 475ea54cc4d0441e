namespace FlowActors.Runtime.Control;

/// <summary>Time has passed; within an actor only.</summary>
internal sealed record Tick
{
    public static Tick Instance { get; } = new();
}
