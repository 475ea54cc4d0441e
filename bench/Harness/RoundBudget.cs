using System.Diagnostics;

namespace FlowActors.Bench.Harness;

/// <summary>
/// Decides whether there is another round: as many as asked for, as long as the next one, if it takes as long as the longest
/// so far, ends in time. One counted round is always made.
/// </summary>
internal sealed class RoundBudget(BenchSettings settings)
{
    private readonly long _started = Stopwatch.GetTimestamp();
    private TimeSpan _begunAt;
    private TimeSpan _longest;
    private int _begun;

    /// <summary>Whether the present round is one that counts.</summary>
    public bool Counts => _begun > settings.WarmupRounds;

    /// <summary>The present round among those that count, or among those that do not; from 1.</summary>
    public int Number => Counts ? _begun - settings.WarmupRounds : _begun;

    /// <summary>Ends the present round and begins the next one; false when there is none.</summary>
    public bool TryBegin()
    {
        var now = Stopwatch.GetElapsedTime(_started);
        if (_begun > 0 && now - _begunAt > _longest) _longest = now - _begunAt;
        var enough = _begun >= settings.WarmupRounds + settings.Rounds;
        if (enough || (Counts && now + _longest > settings.CaseTimeMax)) return false;
        _begun++;
        _begunAt = now;
        return true;
    }
}
