namespace FlowActors.Operators;

/// <summary>The factories of process functions, as messages speak of them.</summary>
internal static class ProcessFactory
{
    public const string Name = "The factory given to Process";

    public const string Instead = "write Process(() => new ...) instead of handing out an object that is there already";
}
