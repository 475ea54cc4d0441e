using FlowActors.Runtime.Checkpoints.Metadata;
using FlowActors.Runtime.Subtasks.Checkpoints;
using FlowActors.Runtime.Subtasks.State;
using FlowActors.State;

namespace FlowActors.Runtime.Control.Coordination;

/// <summary>
/// Whether a job's present code has a place for all of a snapshot: state is found again by uid and name, and read by the schema that it was
/// written under. Pure.
/// </summary>
/// <param name="Snapshot">The snapshot.</param>
/// <param name="Operators">The operators of both: those of the job in its order, then those that only the snapshot has.</param>
/// <param name="UnderWay">What does not fit of the records that were under way, each a sentence with what to do.</param>
internal sealed record RestoreFit(SnapshotMetadata Snapshot, IReadOnlyList<OperatorFit> Operators, IReadOnlyList<string> UnderWay)
{
    private const string Advice = "Give operators the uids and the max parallelism that they had, or start the code that wrote it.";

    /// <summary>Compares.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="written">The states that its files hold.</param>
    /// <param name="shape">The job's present graph.</param>
    /// <param name="present">
    /// What its operators declare; null where the code is the one that wrote the snapshot, or is not looked at: types are compared as operators open then.
    /// </param>
    /// <param name="allowsUnmatched">Whether state that no operator has any more may be left out.</param>
    public static RestoreFit Of(
        SnapshotMetadata snapshot,
        IReadOnlyCollection<StateHeader> written,
        CheckpointShape shape,
        DeclaredStates? present = null,
        bool allowsUnmatched = false)
    {
        StateHeader[] states = [.. written.Where(s => !SubtaskOwnState.Includes(s))];
        var found = present is null ? null : StateComparison.Of(states, [.. present.States.Where(s => !SubtaskOwnState.Includes(s))], present.Serializers);
        var before = snapshot.Vertices.SelectMany(v => v.Operators.Select(o => (o.Uid, o.Name, Vertex: v))).ToLookup(o => o.Uid);
        var known = shape.Vertices.SelectMany(v => v.Operators.Select(o => (o.Uid, o.Name, Vertex: v))).ToList();
        var gone = before.SelectMany(o => o).Select(o => (o.Uid, o.Name))
            .Concat(states.Select(s => (Uid: s.OperatorUid, Name: s.OperatorName))).DistinctBy(o => o.Uid).ExceptBy(known.Select(o => o.Uid), o => o.Uid);
        return new RestoreFit(snapshot,
        [
            .. known.Select(o => new OperatorFit(
                o.Uid,
                o.Name,
                before[o.Uid].Select(b => b.Vertex).FirstOrDefault(),
                o.Vertex,
                StatesOf(o.Uid, states, found),
                present?.Unknown.GetValueOrDefault(o.Uid),
                AllowsUnmatched: false)),
            .. gone.Select(o => new OperatorFit(
                o.Uid, o.Name, before[o.Uid].Select(b => b.Vertex).FirstOrDefault(), null, StatesOf(o.Uid, states, found), null, allowsUnmatched)),
        ],
        present is null ? [] : InFlightFit.Misfits(written, present.Edges))
        {
            OtherBackend = snapshot.IsPortable || present?.Backend is not { } backend ? null : snapshot.Backends().FirstOrDefault(b => b != backend),
            Backend = present?.Backend,
        };
    }

    /// <summary>The state backend that alone reads the snapshot; null where the job has it, or any may.</summary>
    public string? OtherBackend { get; private init; }

    /// <summary>The state backend that the job has; null where that is not looked at.</summary>
    public string? Backend { get; private init; }

    /// <summary>What does not fit, for people; null when all does.</summary>
    public string? Misfit
    {
        get
        {
            var name = $"{(Snapshot.Kind == SnapshotKind.Savepoint ? "Savepoint" : "Checkpoint")} {Snapshot.Checkpoint} of job '{Snapshot.JobName}'";
            if (OtherBackend is { } other)
            {
                return $"{name} is of the state backend '{other}', which alone reads {(Snapshot.Kind == SnapshotKind.Savepoint ? "a savepoint of the native form" : "its checkpoints")}; " +
                    $"the job has '{Backend}'. To change the backend, go on with '{other}', stop the job with a canonical savepoint, and begin with that.";
            }

            var complaints = Operators.SelectMany(o => o.Complaints).Concat(UnderWay).ToList();
            return complaints.Count == 0
                ? null
                : $"{name} does not fit the job's present code. {string.Join(' ', complaints)}{(Operators.Any(o => o.IsMisplaced) ? $" {Advice}" : "")}";
        }
    }

    private static List<StateFit> StatesOf(string uid, StateHeader[] written, StateComparison? found)
    {
        if (found is null) return [.. written.Where(s => s.OperatorUid == uid).DistinctBy(s => s.Name).Select(s => new StateFit(s, null, null))];
        return
        [
            .. found.Matched.Where(m => m.Written.OperatorUid == uid).Select(m => new StateFit(m.Written, m.Present, m.Verdict)),
            .. found.Dropped.Where(s => s.OperatorUid == uid).Select(s => new StateFit(s, null, null)),
            .. found.Added.Where(s => s.OperatorUid == uid).Select(s => new StateFit(null, s, null)),
        ];
    }
}
