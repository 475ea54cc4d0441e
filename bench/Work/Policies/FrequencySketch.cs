namespace FlowActors.Bench.Work.Policies;

/// <summary>
/// How often keys came of late, about: a count-min sketch of counters up to 15, of which only the smallest of a key's four grow, and all of which are halved
/// when it was told so many keys.
/// </summary>
internal sealed class FrequencySketch
{
    private const int Rows = 4;
    private const byte CountMax = 15;

    private readonly byte[] _counts;
    private readonly int _rowBits;
    private readonly int _sample;
    private int _told;

    /// <param name="capacity">How many entries the cache has: each row has so many counters at least.</param>
    /// <param name="sample">How many keys make it halve.</param>
    public FrequencySketch(int capacity, int sample)
    {
        _rowBits = Math.Max(1, 32 - int.LeadingZeroCount(capacity - 1));
        _counts = new byte[Rows << _rowBits];
        _sample = sample;
    }

    public int Of(int key)
    {
        var least = CountMax;
        for (var row = 0; row < Rows; row++) least = Math.Min(least, _counts[At(row, key)]);
        return least;
    }

    public void Tell(int key)
    {
        var count = Of(key);
        for (var row = 0; row < Rows; row++)
        {
            ref var at = ref _counts[At(row, key)];
            if (at == count && at < CountMax) at++;
        }

        if (++_told < _sample) return;
        _told /= 2;
        foreach (ref var at in _counts.AsSpan()) at /= 2;
    }

    private int At(int row, int key) => (row << _rowBits) + Uniform.Index(((long)row << 32) + key, 1 << _rowBits);
}
