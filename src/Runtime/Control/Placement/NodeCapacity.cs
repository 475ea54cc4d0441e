namespace FlowActors.Runtime.Control.Placement;

/// <summary>What a node can take.</summary>
/// <param name="Cores">How many cores it has, from 1.</param>
/// <param name="Slots">How many slots it takes at most, of all jobs together, from 0.</param>
internal readonly record struct NodeCapacity(int Cores, int Slots = int.MaxValue);
