namespace FlowActors.Examples.CommandLine;

/// <summary>The host that a job runs on.</summary>
/// <param name="State">Where state is kept.</param>
/// <param name="Nodes">How many nodes it has.</param>
internal sealed record HostSettings(StateOptions State, int Nodes = 1);
