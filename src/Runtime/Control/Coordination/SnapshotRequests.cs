using static FlowActors.Runtime.Control.Coordination.JobCoordinatorProtocol;

namespace FlowActors.Runtime.Control.Coordination;

/// <summary>The snapshots that somebody asked for, by the names of the requests: who repeats one gets what became of the first. Not thread-safe.</summary>
/// <param name="overMax">How many are remembered that are over.</param>
internal sealed class SnapshotRequests(int overMax)
{
    private readonly Dictionary<string, SnapshotProgress> _all = new(StringComparer.Ordinal);
    private readonly Queue<string> _over = [];

    /// <summary>How far one is; null when it is not known.</summary>
    public SnapshotProgress? Find(string request) => _all.GetValueOrDefault(request);

    /// <summary>One that was not known is asked for.</summary>
    public void Begin(TakeSnapshot asked, DateTimeOffset now) =>
        _all.Add(asked.Request, new SnapshotProgress(asked.Kind, asked.Target, asked.IsNative, now, null, null, null));

    /// <summary>One is over; the oldest that are over are forgotten.</summary>
    public SnapshotProgress End(string request, long? checkpoint, string? failure, DateTimeOffset now)
    {
        var over = _all[request] with { EndedAt = now, Checkpoint = checkpoint, Failure = failure };
        _all[request] = over;
        _over.Enqueue(request);
        if (_over.Count > overMax) _all.Remove(_over.Dequeue());
        return over;
    }
}
