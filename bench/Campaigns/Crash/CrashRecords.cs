namespace FlowActors.Bench.Campaigns.Crash;

/// <summary>One record of a region; everything follows from the seed, the region and the position, so that the oracle needs nothing else.</summary>
/// <param name="Position">Its number in the region's source, and its event time in ms.</param>
/// <param name="Key">Its key.</param>
/// <param name="Value">What is summed.</param>
internal readonly record struct CrashRecord(long Position, int Key, long Value);

/// <summary>Makes the records of one region.</summary>
internal sealed class CrashRecords(ulong seed, int region)
{
    /// <summary>How many regions the job has.</summary>
    public const int Regions = 2;

    /// <summary>How many subtasks each operator has; a source's subtask k makes the positions that leave k.</summary>
    public const int Parallelism = 2;

    /// <summary>How many ms of event time the records are counted over whose count a timer emits.</summary>
    public const int BucketLength = 200;

    private const int Keys = 40;

    public CrashRecord At(long position)
    {
        var hash = Mix(Mix(seed + (ulong)region) + (ulong)position);
        return new CrashRecord(position, (int)(hash % Keys), (long)(hash >> 24));
    }

    // SplitMix64.
    private static ulong Mix(ulong x)
    {
        x += 0x9E3779B97F4A7C15;
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}
