using FlowActors.Bench.Work;

namespace FlowActors.Bench.Campaigns.Memory;

/// <summary>How far the job is; its sources and functions share it. Thread-safe.</summary>
internal sealed class MemoryProgress(int keys)
{
    private long _next = -1;
    private long _filled;
    private long _records;
    private long _checkpoint;
    private int _began;

    /// <summary>Keys that have a value.</summary>
    public long Filled => Interlocked.Read(ref _filled);

    /// <summary>Values that were written.</summary>
    public long Records => Interlocked.Read(ref _records);

    /// <summary>The last checkpoint that has completed; 0 for none.</summary>
    public long Checkpoint => Interlocked.Read(ref _checkpoint);

    /// <summary>From now on there are keys.</summary>
    public void Begin() => Interlocked.Exchange(ref _began, 1);

    /// <summary>The next key: each once, then evenly spread ones; before the beginning negative ones.</summary>
    public int NextKey(long position)
    {
        if (Volatile.Read(ref _began) == 0) return -1 - (int)(position % 1_000);
        var next = Interlocked.Increment(ref _next);
        return next < keys ? (int)next : Uniform.Index(next, keys);
    }

    /// <summary>A value was written.</summary>
    public void Counted(bool isNew)
    {
        if (isNew) Interlocked.Increment(ref _filled);
        Interlocked.Increment(ref _records);
    }

    /// <summary>A checkpoint has completed.</summary>
    public void Completed(long checkpoint) => Interlocked.Exchange(ref _checkpoint, checkpoint);
}
