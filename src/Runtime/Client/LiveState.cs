using FlowActors.Runtime.Subtasks.Queries;
using FlowActors.State.Scans;
using static FlowActors.Runtime.Control.Nodes.StateQueryProtocol;

namespace FlowActors.Runtime.Client;

/// <summary>
/// A state of a running job as it is now. By key group the subtask that owns the one at hand tells what it has, then the next one; in the order of keys all
/// of them tell what comes first, and as much is taken as all have told of. The entries of one key's map its owner tells.
/// </summary>
internal sealed class LiveState(StateClient client, JobId job, JobState state) : IStateReadings
{
    public Task<IReadOnlyList<KeyReading>> ReadAsync(IReadOnlyList<byte[]> keys, CancellationToken cancellationToken) =>
        client.ReadAsync(job, state, keys, null, cancellationToken);

    public Task<IReadOnlyList<KeyReading>> ReadEntriesAsync(byte[] key, IReadOnlyList<byte[]> mapKeys, CancellationToken cancellationToken) =>
        client.ReadAsync(job, state, [key], mapKeys, cancellationToken);

    public async Task<StatePage> PageAsync(StateScan scan, ScanPosition after, int limit, CancellationToken cancellationToken)
    {
        var deadline = client.Deadline;
        var (page, attempt) = (new PagePart([], null, IsTooLarge: false), 0);
        for (var next = after; ;)
        {
            var (part, from) = await AskAsync(scan, next, limit - page.Keys.Count, cancellationToken).ConfigureAwait(false);
            page = PagePart.Merge(scan, [page with { Next = null }, part], ScanQuery.LimitsOf(limit));
            attempt = Math.Max(attempt, from);
            if (page.IsTooLarge)
                throw new StateReadException(QueryOutcome.TooLarge, null) { Behind = page.Next is { Key.Length: < PageReading.KeyMax } behind ? behind : null };
            // A part may be told of before all of it was found; behind the last key group of one subtask those of the next one come.
            if (page.Next is null || page.Keys.Count == limit || (page.Keys.Count > 0 && page.Next.Key is not null))
                return new StatePage(page.Keys, page.Next, attempt);
            client.ThrowIfLate(deadline, $"State '{state.Name}' of operator '{state.Uid}'", "It is large, or its subtasks have much to do.");
            next = page.Next;
        }
    }

    private async Task<(PagePart Part, int Attempt)> AskAsync(StateScan scan, ScanPosition after, int limit, CancellationToken cancellationToken)
    {
        var request = new GetScan(job, state.Uid, state.Name, scan.Keys.First.ToArray(), scan.Keys.End, scan.IsByKeyGroup, scan.Id, after, limit)
        {
            MapOf = scan.MapOf,
        };
        if (request.From.Length + (request.To?.Length ?? 0) + (after.Key?.Length ?? 0) + (scan.MapOf?.Length ?? 0) > StateClient.KeyBytesMax) throw new StateReadException(QueryOutcome.TooLarge, null);
        var answers = (await client.AskNodesAsync(request, cancellationToken).ConfigureAwait(false)).OfType<NodeScan>().ToList();
        if (answers.Find(a => a.Outcome == QueryOutcome.Failed) is { } failed) throw new StateReadException(failed.Outcome, failed.Failure);
        var read = answers.Where(a => a.Outcome == QueryOutcome.Answered).ToList();
        var attempt = read.Select(a => a.Attempt).DefaultIfEmpty().Max();
        var owners = read.Where(a => a.Attempt == attempt && a.KeyGroups > 0).ToList();
        // Behind all key groups that there are nobody has anything: the scan has begun with more of them.
        if (scan.IsByKeyGroup && read.Exists(a => after.KeyGroup >= a.MaxParallelism)) return (new PagePart([], null, IsTooLarge: false), attempt);
        if (owners.Count == 0 || (!scan.IsOfOneOwner && owners.Sum(o => o.KeyGroups) < owners[0].MaxParallelism))
            throw new StateUnavailableException($"a subtask with a part of state '{state.Name}' of operator '{state.Uid}' does not answer now");
        return (PagePart.Merge(scan, [.. owners.Select(o => new PagePart(o.Keys, o.Next, o.IsTooLarge))], ScanQuery.LimitsOf(limit)), attempt);
    }
}
