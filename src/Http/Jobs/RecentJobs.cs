using System.Collections.Concurrent;

namespace FlowActors.Http.Jobs;

/// <summary>
/// Finds jobs that live as <see cref="JobFinder"/> does, and remembers what it has found for a moment: whoever reads state asks for the same job again and again. What was not found, and
/// jobs that have ended, are looked for each time; a younger job of the same name is seen a moment later. Thread-safe.
/// </summary>
internal sealed class RecentJobs(JobFinder finder, TimeProvider time)
{
    // Names of jobs come from requests.
    private const int KnownMax = 64;

    private static readonly TimeSpan s_moment = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, (FoundJob Job, long At)> _known = new(StringComparer.Ordinal);

    /// <inheritdoc cref="JobFinder.FindAsync(string, CancellationToken)"/>
    public ValueTask<FoundJob> FindAsync(string idOrName, CancellationToken cancellationToken) =>
        _known.TryGetValue(idOrName, out var known) && time.GetElapsedTime(known.At) < s_moment
            ? new(known.Job)
            : new(LookAsync(idOrName, cancellationToken));

    /// <summary>It may have changed: it is looked for the next time.</summary>
    /// <returns>Whether it was remembered.</returns>
    public bool Forget(string idOrName) => _known.TryRemove(idOrName, out _);

    private async Task<FoundJob> LookAsync(string idOrName, CancellationToken cancellationToken)
    {
        var at = time.GetTimestamp();
        var found = await finder.FindAsync(idOrName, cancellationToken).ConfigureAwait(false);
        if (_known.Count >= KnownMax) _known.Clear();
        if (found.Status == JobStatus.Running) _known[idOrName] = (found, at);
        return found;
    }
}
