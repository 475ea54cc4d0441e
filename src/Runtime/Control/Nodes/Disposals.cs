using FlowActors.Runtime.Protocols;

namespace FlowActors.Runtime.Control.Nodes;

/// <summary>The deletions of savepoints that somebody asked a node for, by the names of the requests; the oldest that are over are forgotten. Thread-safe.</summary>
/// <param name="time">The clock.</param>
internal sealed class Disposals(TimeProvider time)
{
    private const int OverMax = 256;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Disposal> _all = new(StringComparer.Ordinal);
    private readonly Queue<string> _over = [];

    /// <summary>How far one is; null when it is not known (any more).</summary>
    public Disposal? Find(string request)
    {
        lock (_lock) return _all.GetValueOrDefault(request);
    }

    /// <summary>Begins one; one that is known goes on, or is over.</summary>
    /// <param name="request">Names the request.</param>
    /// <param name="path">The savepoint's folder.</param>
    /// <param name="delete">Deletes it; blocks.</param>
    public Disposal Begin(string request, string path, Action delete)
    {
        lock (_lock)
        {
            if (_all.TryGetValue(request, out var known)) return known;
            _all.Add(request, known = new Disposal(path, time.GetUtcNow(), null, null));
            _ = Task.Run(() => Run(request, delete));
            return known;
        }
    }

    private void Run(string request, Action delete)
    {
        string? failure = null;
        try
        {
            delete();
        }
        catch (Exception e)
        {
            failure = ControlText.Cut(e.Message, ControlLimits.ReasonBytesMax);
        }

        lock (_lock)
        {
            _all[request] = _all[request] with { EndedAt = time.GetUtcNow(), Failure = failure };
            _over.Enqueue(request);
            if (_over.Count > OverMax) _all.Remove(_over.Dequeue());
        }
    }
}

/// <summary>The deletion of a savepoint.</summary>
/// <param name="Path">Its folder.</param>
/// <param name="StartedAt">When it was asked for.</param>
/// <param name="EndedAt">When it was over; null before.</param>
/// <param name="Failure">Why it is not done; null where it is, or may be.</param>
internal sealed record Disposal(string Path, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, string? Failure);
