using FlowActors.Bench.Harness;

namespace FlowActors.Bench.Work.Policies;

/// <summary>Small sequences whose hits can be told by hand, and what is true of each policy: before a case believes any of them.</summary>
internal static class PolicyCheck
{
    private const int Capacity = 64;
    private const int Keys = 1_000;

    /// <exception cref="BenchException">A policy does not do what it should.</exception>
    public static void Run()
    {
        foreach (var choice in PolicyChoice.All)
        {
            KeepsWhatFits(choice);
            StaysWithin(choice);
        }

        // Who was used least recently leaves.
        Expect("lru", new Lru(2, Keys), [1, 2, 1, 3, 1, 2], "--h-h-");
        // 1 is protected, 2 to 6 go through what is left.
        Expect("slru", new SegmentedLru(5, Keys), [1, 1, 2, 3, 4, 5, 6, 7, 1, 2], "-h------h-");
        // Four protected ones at most: 1 is on probation again, and leaves.
        Expect("slru", new SegmentedLru(5, Keys), [1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 7, 1, 2], "-h-h-h-h-h---h");
        // Two hits lead to the main queue, one does not; 2 has left and is remembered, so it comes into the main queue.
        Expect("s3-fifo", new S3Fifo(10, Keys), [1, 1, 1, 2, 2, .. Run(10, 16), 1, 2, .. Run(40, 20), 1, 2], $"-hh-h{Misses(16)}h-{Misses(20)}hh");
        // Who came once does not take the place of one who came three times; who came four times does.
        Expect("w-tinylfu", new WindowTinyLfu(2, Keys), [1, 1, 1, 2, 3, 1, 3, 3, 3, 3, 3, 2, 1, 3], "-hh--hhhhhh--h");
        // 3 never comes again: it leaves at once.
        Expect("belady", [1, 2, 3, 1, 2, 4, 2, 1], "---hh-hh", keys => new Belady(2, Belady.Next(keys, Keys), Keys));
        LeavesInLots();
    }

    private static void KeepsWhatFits(PolicyChoice choice) =>
        Expect(choice.Name, [.. Run(0, Capacity), .. Run(0, Capacity)], Misses(Capacity) + new string('h', Capacity), keys => Create(choice, keys));

    private static void StaysWithin(PolicyChoice choice)
    {
        var keys = Zipf.Draw(Keys, exponent: 1, 20_000);
        var policy = Create(choice, keys);
        foreach (var key in keys)
        {
            policy.Access(key);
            if (policy.Count is < 1 or > Capacity) throw new BenchException($"{choice.Name} keeps {policy.Count} of {Capacity} entries.");
        }
    }

    // One entry more than there may be: the smallest lot leaves, whatever the hand finds.
    private static void LeavesInLots()
    {
        foreach (var clock in (Policy[])[new TwoClocks(Capacity), new Clock(Capacity, isNewReferenced: false), new Clock(Capacity, isNewReferenced: true)])
        {
            foreach (var key in Run(0, Capacity + 1)) clock.Access(key);
            if (clock.Count != Capacity - 16 + 1) throw new BenchException($"clock keeps {clock.Count} entries after a lot has left.");
            if (!clock.Access(Capacity)) throw new BenchException("clock has lost the entry that came last.");
        }
    }

    private static Policy Create(PolicyChoice choice, int[] keys) =>
        choice.Create(new PolicyTask(Capacity, PolicyAccesses.WithRuns(keys, Keys, percent: 0, run: 1)));

    private static void Expect(string name, int[] keys, string expected, Func<int[], Policy> create) => Expect(name, create(keys), keys, expected);

    private static void Expect(string name, Policy policy, int[] keys, string expected)
    {
        var hits = string.Concat(keys.Select(key => policy.Access(key) ? 'h' : '-'));
        if (hits != expected) throw new BenchException($"{name} hits {hits} and not {expected} in {string.Join(' ', keys)}.");
    }

    private static IEnumerable<int> Run(int from, int count) => Enumerable.Range(from, count);

    private static string Misses(int count) => new('-', count);
}
