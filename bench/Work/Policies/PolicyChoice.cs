namespace FlowActors.Bench.Work.Policies;

/// <summary>A policy that can be simulated.</summary>
/// <param name="Name">Its name in tables.</param>
/// <param name="Create">Makes it, with nothing in it.</param>
internal sealed record PolicyChoice(string Name, Func<PolicyTask, Policy> Create)
{
    /// <summary>What the product does.</summary>
    public static PolicyChoice Product { get; } = new("two clocks", task => new TwoClocks(task.Capacity));

    /// <summary>The upper bound: no cache can do it.</summary>
    public static PolicyChoice Belady { get; } = new("belady", task => new Belady(task.Capacity, task.Accesses.Next, task.Accesses.KeyBound));

    /// <summary>What a cache could do instead of <see cref="Product"/>.</summary>
    public static IReadOnlyList<PolicyChoice> Others { get; } =
    [
        new("clock", task => new Clock(task.Capacity, isNewReferenced: true)),
        new("clock, new ones unreferenced", task => new Clock(task.Capacity, isNewReferenced: false)),
        new("lru", task => new Lru(task.Capacity, task.Accesses.KeyBound)),
        new("slru", task => new SegmentedLru(task.Capacity, task.Accesses.KeyBound)),
        new("s3-fifo", task => new S3Fifo(task.Capacity, task.Accesses.KeyBound)),
        new("w-tinylfu", task => new WindowTinyLfu(task.Capacity, task.Accesses.KeyBound)),
    ];

    public static IReadOnlyList<PolicyChoice> All { get; } = [Product, .. Others, Belady];
}
