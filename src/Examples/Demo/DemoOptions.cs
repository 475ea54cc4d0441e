using FlowActors.Examples.CommandLine;

namespace FlowActors.Examples.Demo;

/// <summary>What is asked of the demo command.</summary>
/// <param name="Port">Where HTTP is served; 0 for a free port.</param>
/// <param name="Rate">Events a second.</param>
internal sealed record DemoOptions(int Port, long Rate)
{
    /// <summary>Where state is kept.</summary>
    public StateOptions State { get; init; } = new();
}
