using System.Collections.Concurrent;
using FlowActors.Client.Wire;
using FlowActors.Runtime.Client;
using FlowActors.Serialization.Json;
using static FlowActors.Runtime.Control.Coordination.JobCoordinatorProtocol;

namespace FlowActors.Http.State;

/// <summary>A state of a job, and how its bytes become JSON.</summary>
internal sealed record ShownState(JobState State, StoredJson Key, StoredJson? MapKey, StoredJson Value)
{
    public static ShownState Of(JobState state) =>
        new(state, StoredJson.Of(state.Key), state.MapKey is null ? null : StoredJson.Of(state.MapKey), StoredJson.Of(state.Value));
}

/// <summary>Finds the states of jobs. What it has found while all of a job runs it remembers: types do not change while a job runs. Thread-safe.</summary>
/// <param name="ask">Asks the nodes for the states of a job's subtasks.</param>
/// <param name="look">Asks the job's coordinator where the job stands.</param>
internal sealed class StateFinder(Func<JobId, CancellationToken, Task<IReadOnlyList<JobState>>> ask, Func<JobId, CancellationToken, Task<JobView>> look)
{
    // Of jobs that have ended nobody tells; what is forgotten is asked for again.
    private const int KnownMax = 64;

    private readonly ConcurrentDictionary<JobId, IReadOnlyList<ShownState>> _known = new();

    /// <summary>All states that may be read, as they are now.</summary>
    /// <exception cref="Problem">The job has ended, or none of it has begun.</exception>
    public async Task<IReadOnlyList<ShownState>> AllAsync(JobId job, JobStatus status, CancellationToken cancellationToken)
    {
        if (status.IsEnd())
        {
            _known.TryRemove(job, out _);
            throw Problem.NotFound(
                ProblemTitles.JobEnded, $"Job {job} is {status}: there is no live state of it. Its checkpoints, if it has kept some, are read with consistency=checkpoint.");
        }

        var states = await ask(job, cancellationToken).ConfigureAwait(false);
        if (states.Count == 0 && status != JobStatus.Running) throw Problem.Unavailable($"Job {job} is {status}: its operators have not begun.");
        List<ShownState> shown = [.. states.Select(ShownState.Of)];
        // While a part of it restarts, that has no states.
        if (status != JobStatus.Running) return shown;
        if (_known.Count >= KnownMax) _known.Clear();
        return _known[job] = shown;
    }

    /// <summary>One state.</summary>
    /// <param name="job">The job.</param>
    /// <param name="status">Its status.</param>
    /// <param name="uid">The operator's uid; null for any, if there is one state of that name only.</param>
    /// <param name="name">The state's name.</param>
    /// <param name="cancellationToken">Gives the question up.</param>
    /// <exception cref="Problem">There is none, or there are several.</exception>
    public async Task<ShownState> FindAsync(JobId job, JobStatus status, string? uid, string name, CancellationToken cancellationToken)
    {
        if (!status.IsEnd() && _known.TryGetValue(job, out var known) && Find(known, uid, name) is [var one]) return one;
        var states = await AllAsync(job, status, cancellationToken).ConfigureAwait(false);
        if (Find(states, uid, name).Count == 0) states = await AgainAsync(job, status, uid, name, cancellationToken).ConfigureAwait(false);
        return One(states, job, uid, name);
    }

    // Subtasks end before anybody knows that the job restarts. What is not there is not only where the job has run in one attempt all the while.
    private async Task<IReadOnlyList<ShownState>> AgainAsync(JobId job, JobStatus status, string? uid, string name, CancellationToken cancellationToken)
    {
        ThrowUnlessRunning(job, status);
        var before = await look(job, cancellationToken).ConfigureAwait(false);
        ThrowUnlessRunning(job, before.Status);
        var states = await AllAsync(job, before.Status, cancellationToken).ConfigureAwait(false);
        if (Find(states, uid, name).Count > 0) return states;
        var after = await look(job, cancellationToken).ConfigureAwait(false);
        ThrowUnlessRunning(job, after.Status);
        return after.Attempt == before.Attempt ? states : throw Problem.Unavailable($"Job {job} has restarted: some of its operators have not begun.");
    }

    private static void ThrowUnlessRunning(JobId job, JobStatus status)
    {
        if (status != JobStatus.Running) throw Problem.Unavailable($"Job {job} is {status}: some of its operators have not begun.");
    }

    /// <summary>All states of a checkpoint that may be read.</summary>
    public static async Task<IReadOnlyList<ShownState>> AllAsync(LeasedCheckpoint leased, CancellationToken cancellationToken) =>
        [.. (await leased.StatesAsync(cancellationToken).ConfigureAwait(false)).Select(ShownState.Of)];

    /// <summary>One state of a checkpoint.</summary>
    /// <exception cref="Problem">There is none, or there are several.</exception>
    public static async Task<ShownState> FindAsync(LeasedCheckpoint leased, JobId job, string? uid, string name, CancellationToken cancellationToken) =>
        One(await AllAsync(leased, cancellationToken).ConfigureAwait(false), job, uid, name);

    private static ShownState One(IReadOnlyList<ShownState> states, JobId job, string? uid, string name)
    {
        return Find(states, uid, name) switch
        {
            [var found] => found,
            [] when uid is not null && states.All(s => s.State.Uid != uid) => throw Problem.NotFound(
                "There is no such operator", $"No operator of job {job} with the uid '{uid}' has state that may be read. GET /jobs/{job}/state lists what may be."),
            [] => throw Problem.NotFound(
                "There is no such state", $"Job {job} has no state '{name}'{(uid is null ? "" : $" of operator '{uid}'")} that may be read. GET /jobs/{job}/state lists what may be."),
            var several => throw Problem.Wrong(
                "Several operators have a state of that name",
                $"State '{name}' is one of the operators {string.Join(", ", several.Select(s => $"'{s.State.Uid}'"))}. " +
                $"Name one: /jobs/{job}/operators/UID/state/{name}/KEY, or by --uid UID of the commands."),
        };
    }

    private static List<ShownState> Find(IReadOnlyList<ShownState> states, string? uid, string name) =>
        [.. states.Where(s => s.State.Name == name && (uid is null || s.State.Uid == uid))];
}
