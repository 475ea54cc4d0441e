using static FlowActors.Runtime.Control.Coordination.JobCoordinatorProtocol;

namespace FlowActors.Runtime.Control.Coordination;

/// <summary>The snapshots that somebody asked for, by the names of the requests: who repeats one gets what became of the first, or tries again what has failed. Not thread-safe.</summary>
/// <param name="overMax">How many are remembered that are over.</param>
internal sealed class SnapshotRequests(int overMax)
{
    private readonly Dictionary<string, SnapshotProgress> _all = new(StringComparer.Ordinal);
    private readonly List<string> _over = [];

    /// <summary>How far one is; null when it is not known.</summary>
    public SnapshotProgress? Find(string request) => _all.GetValueOrDefault(request);

    /// <summary>Whether it has to be begun: nobody knows it, or it has failed as its asker knows, and is to be tried again.</summary>
    public bool IsNew(TakeSnapshot asked) => Find(asked.Request) is not { } known || (known.Failure is not null && known.EndedAt == asked.Again);

    /// <summary>Whether one that is not over writes to a folder.</summary>
    public bool IsWrittenTo(string target) =>
        _all.Values.Any(p => p is { IsOver: false, Target: { } other } && Path.TrimEndingDirectorySeparator(other) == Path.TrimEndingDirectorySeparator(target));

    /// <summary>One is begun that is new.</summary>
    public void Begin(TakeSnapshot asked, DateTimeOffset now)
    {
        _over.Remove(asked.Request);
        _all[asked.Request] = new SnapshotProgress(asked.Kind, asked.Target, asked.IsNative, now, null, null, null);
    }

    /// <summary>One is over; the oldest that are over are forgotten.</summary>
    public SnapshotProgress End(string request, long? checkpoint, string? failure, DateTimeOffset now)
    {
        var over = _all[request] with { EndedAt = now, Checkpoint = checkpoint, Failure = failure };
        _all[request] = over;
        _over.Add(request);
        if (_over.Count <= overMax) return over;
        _all.Remove(_over[0]);
        _over.RemoveAt(0);
        return over;
    }
}
