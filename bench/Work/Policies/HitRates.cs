namespace FlowActors.Bench.Work.Policies;

/// <summary>How many of a hundred accesses were hits.</summary>
/// <param name="All">Of all accesses.</param>
/// <param name="Frequent">Of those that are in no run of keys that come once.</param>
internal sealed record HitRates(double All, double Frequent)
{
    /// <summary>Lets a policy answer all accesses; those of the first half only fill it.</summary>
    public static HitRates Of(Policy policy, PolicyAccesses accesses)
    {
        var (keys, hits, frequent) = (accesses.Keys, 0, 0);
        var half = keys.Length / 2;
        foreach (var key in keys.AsSpan(0, half)) policy.Access(key);
        foreach (var key in keys.AsSpan(half))
        {
            if (policy.Access(key)) hits++;
            if (key < accesses.ScannedFrom) frequent++;
        }

        // Keys that come once are never hit.
        return new(100.0 * hits / (keys.Length - half), 100.0 * hits / frequent);
    }
}
