using FlowActors.Runtime.Control;
using FlowActors.Runtime.Control.Nodes;
using FlowActors.Runtime.Protocols;
using FlowActors.Runtime.Subtasks.Queries;
using FlowActors.Serialization;
using FlowActors.State;
using FlowActors.State.Scans;
using static FlowActors.Runtime.Control.Management.JobManagerProtocol;
using static FlowActors.Runtime.Control.Nodes.StateQueryProtocol;

namespace FlowActors.Runtime.Client;

/// <summary>
/// Reads the state of running jobs: all nodes are asked, and each answers for the subtasks that live there, between two of their quanta. What several attempts have is
/// taken of the newest one. Thread-safe.
/// </summary>
internal sealed class StateClient(ControlClient control)
{
    /// <summary>What the keys of one question take at most, in bytes.</summary>
    public const int KeyBytesMax = 256 << 10;

    private readonly RecentNodes _nodes = new(control);

    /// <summary>The states that may be read, in the order of uid and name.</summary>
    /// <exception cref="StateUnavailableException">A node does not answer, or a subtask of the job ends or has not begun.</exception>
    public async Task<IReadOnlyList<JobState>> StatesAsync(JobId job, CancellationToken cancellationToken)
    {
        var answers = await AskAllAsync(node => StatesOfAsync(node, job, cancellationToken), cancellationToken).ConfigureAwait(false);
        var lines = answers.SelectMany(a => a).ToList();
        return
        [
            .. lines.GroupBy(l => (l.Uid, l.Name)).OrderBy(g => g.Key.Uid, StringComparer.Ordinal).ThenBy(g => g.Key.Name, StringComparer.Ordinal)
                .Select(g => JobState.Of([.. g.Where(l => l.Attempt == g.Max(m => m.Attempt))])),
        ];
    }

    /// <summary>What keys have in a state: of each its elements, none where it has nothing.</summary>
    /// <param name="job">The job.</param>
    /// <param name="state">The state.</param>
    /// <param name="keys">The bytes of the keys.</param>
    /// <param name="mapKeys">The bytes of keys within the map of the one key: then those entries are told of, each with its value; null for all of each key.</param>
    /// <param name="cancellationToken">Gives the question up.</param>
    /// <exception cref="StateUnavailableException">The owner of a key does not answer: it restarts, or its node is gone.</exception>
    /// <exception cref="StateReadException">It cannot be read.</exception>
    public async Task<IReadOnlyList<KeyReading>> ReadAsync(
        JobId job, JobState state, IReadOnlyList<byte[]> keys, IReadOnlyList<byte[]>? mapKeys, CancellationToken cancellationToken)
    {
        if (keys.Concat(mapKeys ?? []).Sum(k => (long)k.Length) > KeyBytesMax) throw new StateReadException(QueryOutcome.TooLarge, null);
        var request = new GetKeys(job, state.Uid, state.Name, keys) { MapKeys = mapKeys };
        var answers = await AskNodesAsync(request, cancellationToken).ConfigureAwait(false);
        var nodes = answers.OfType<NodeKeys>().ToList();
        foreach (var node in nodes)
        {
            if (node.Outcome is QueryOutcome.WrongKey or QueryOutcome.TooLarge or QueryOutcome.Failed) throw new StateReadException(node.Outcome, node.Failure);
        }

        var found = nodes.SelectMany(n => n.Keys).GroupBy(k => k.Index).ToDictionary(g => g.Key, g => g.MaxBy(k => k.Attempt)!);
        return [.. (mapKeys ?? keys).Select((_, i) => found.GetValueOrDefault(i) ?? throw new StateUnavailableException(
            $"the subtask that owns the key of state '{state.Name}' of operator '{state.Uid}' does not answer now"))];
    }

    private async Task<IReadOnlyList<StateLine>> StatesOfAsync(string node, JobId job, CancellationToken cancellationToken)
    {
        var lines = new List<StateLine>();
        while (true)
        {
            if (await control.TryAskNodeAsync(node, new GetStates(job, lines.Count), cancellationToken).ConfigureAwait(false) is not NodeStates page)
                throw new StateUnavailableException($"node {node} does not answer now");
            if (page.Outcome == QueryOutcome.Busy) throw new StateUnavailableException("a subtask of the job begins or ends");
            lines.AddRange(page.States);
            if (!page.More) return lines;
        }
    }

    /// <summary>Asks the agents of all nodes once; null for one that does not answer in time.</summary>
    public Task<IReadOnlyList<object?>> AskNodesAsync(IControlMessage request, CancellationToken cancellationToken) =>
        AskAllAsync(node => control.TryAskNodeAsync(node, request, cancellationToken), cancellationToken);

    /// <inheritdoc cref="ControlClient.Deadline"/>
    public DateTimeOffset Deadline => control.Deadline;

    /// <inheritdoc cref="ControlClient.ThrowIfLate"/>
    public void ThrowIfLate(DateTimeOffset deadline, string who, string advice) => control.ThrowIfLate(deadline, who, advice);

    private async Task<IReadOnlyList<T>> AskAllAsync<T>(Func<string, Task<T>> ask, CancellationToken cancellationToken)
    {
        var nodes = await _nodes.AllAsync(cancellationToken).ConfigureAwait(false);
        return await Task.WhenAll(nodes.Select(ask)).ConfigureAwait(false);
    }
}

/// <summary>A state of a running job that may be read.</summary>
/// <param name="Uid">The operator's uid.</param>
/// <param name="Operator">The operator's name.</param>
/// <param name="Name">The state's name.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Key">The schema of the keys.</param>
/// <param name="MapKey">The schema of the keys of a map; null for other kinds.</param>
/// <param name="Value">The schema of values, elements or values of a map.</param>
/// <param name="Entries">How many keys have something in it; on disk an estimate.</param>
/// <param name="Attempt">The number of the attempt.</param>
internal sealed record JobState(string Uid, string Operator, string Name, StateKind Kind, TypeSchema Key, TypeSchema? MapKey, TypeSchema Value, long Entries, int Attempt)
{
    public static JobState Of(IReadOnlyList<StateLine> lines) => new(
        lines[0].Uid,
        lines[0].Operator,
        lines[0].Name,
        lines[0].Kind,
        TypeSchema.FromBytes(lines[0].Key),
        lines[0].MapKey is { } mapKey ? TypeSchema.FromBytes(mapKey) : null,
        TypeSchema.FromBytes(lines[0].Value),
        lines.Sum(l => l.Entries),
        lines[0].Attempt);
}

/// <summary>Whoever has the state does not answer now; asked again soon, it will.</summary>
internal sealed class StateUnavailableException(string message) : Exception(message);

/// <summary>A state cannot be read.</summary>
internal sealed class StateReadException(QueryOutcome outcome, string? failure) : Exception(failure ?? outcome.ToString())
{
    public QueryOutcome Outcome => outcome;

    /// <summary>Where a scan goes on that leaves out the key that is too large for an answer; null where no scan has come to one.</summary>
    public ScanPosition? Behind { get; init; }
}
