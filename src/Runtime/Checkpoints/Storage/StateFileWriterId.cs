namespace FlowActors.Runtime.Checkpoints.Storage;

/// <summary>The attempt of a region that writes a file.</summary>
/// <param name="Region">The region, by its id in the execution graph.</param>
/// <param name="Attempt">The attempt's number, from 1.</param>
internal readonly record struct StateFileWriterId(int Region, int Attempt);
