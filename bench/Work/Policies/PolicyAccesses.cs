namespace FlowActors.Bench.Work.Policies;

/// <summary>The keys that a cache is asked for, one after the other: frequent ones and, between them, runs of keys that each come once, in their order.</summary>
internal sealed class PolicyAccesses
{
    private PolicyAccesses(int[] keys, int scannedFrom)
    {
        (Keys, ScannedFrom) = (keys, scannedFrom);
        KeyBound = Math.Max(scannedFrom, keys.Max() + 1);
        Next = Belady.Next(keys, KeyBound);
    }

    public int[] Keys { get; }

    /// <summary>Keys from here on come once.</summary>
    public int ScannedFrom { get; }

    /// <summary>All keys are below it.</summary>
    public int KeyBound { get; }

    /// <summary>For each access the position of the next one of the same key; <see cref="int.MaxValue"/> if there is none.</summary>
    public int[] Next { get; }

    /// <summary>Puts runs between the drawn keys, of which as many are used as there is place for.</summary>
    /// <param name="drawn">Keys below <paramref name="scannedFrom"/>.</param>
    /// <param name="scannedFrom">The first key of the first run.</param>
    /// <param name="percent">How many accesses of a hundred are in runs; below 100.</param>
    /// <param name="run">How many keys a run has.</param>
    public static PolicyAccesses WithRuns(int[] drawn, int scannedFrom, int percent, int run)
    {
        var keys = new int[drawn.Length];
        var between = percent == 0 ? keys.Length : (int)((long)run * (100 - percent) / percent);
        var (fromDrawn, scanned) = (0, scannedFrom);
        for (var i = 0; i < keys.Length; i++) keys[i] = i % ((long)between + run) < between ? drawn[fromDrawn++] : scanned++;
        return new(keys, scannedFrom);
    }
}
