namespace FlowActors.Bench.Campaigns.Cluster;

/// <summary>Numbers from 1 on, each of which must come once, in any order.</summary>
internal sealed class Sequence
{
    private readonly HashSet<long> _ahead = [];

    /// <summary>All numbers up to this one have come.</summary>
    public long Complete { get; private set; }

    /// <summary>Whether some came without those before them.</summary>
    public bool HasGaps => _ahead.Count > 0;

    /// <returns>False if the number has come before.</returns>
    public bool Add(long number)
    {
        if (number <= Complete || !_ahead.Add(number)) return false;
        while (_ahead.Remove(Complete + 1)) Complete++;
        return true;
    }
}
