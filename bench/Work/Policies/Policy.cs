namespace FlowActors.Bench.Work.Policies;

/// <summary>
/// Which keys a cache of so many entries keeps: no values, only hits and misses. What is missed comes in. Keys are numbers from 0 on, so that arrays
/// take the place of hash tables.
/// </summary>
/// <param name="capacity">How many entries it has at most; at least 1.</param>
internal abstract class Policy(int capacity)
{
    public int Capacity => capacity;

    /// <summary>How many entries there are.</summary>
    public abstract int Count { get; }

    /// <summary>Asks for a key; false if it was not there.</summary>
    public abstract bool Access(int key);
}
