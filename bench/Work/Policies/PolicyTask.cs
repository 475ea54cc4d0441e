namespace FlowActors.Bench.Work.Policies;

/// <summary>What a policy is simulated on.</summary>
/// <param name="Capacity">How many entries the cache has.</param>
/// <param name="Accesses">What it is asked for.</param>
internal sealed record PolicyTask(int Capacity, PolicyAccesses Accesses);
