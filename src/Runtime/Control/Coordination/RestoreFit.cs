using FlowActors.Runtime.Checkpoints.Metadata;
using FlowActors.Runtime.Subtasks.Checkpoints;
using FlowActors.State;

namespace FlowActors.Runtime.Control.Coordination;

/// <summary>Whether a job's present code has a place for all of a snapshot: state is found again by uid. Pure.</summary>
internal static class RestoreFit
{
    /// <summary>What does not fit, for people; null when all does.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="states">The states that its files hold.</param>
    /// <param name="shape">The job's present graph.</param>
    /// <param name="allowsUnmatched">Whether state that no operator has any more may be left out.</param>
    public static string? Misfit(SnapshotMetadata snapshot, IReadOnlyCollection<StateHeader> states, CheckpointShape shape, bool allowsUnmatched = false)
    {
        var vertices = shape.Vertices.SelectMany(v => v.Operators.Select(o => (o.Uid, Vertex: v))).ToDictionary(o => o.Uid, o => o.Vertex);
        var complaints = new List<string>();
        foreach (var uid in states.Where(s => s.Name[0] != SubtaskOwnState.Mark).Select(s => (s.OperatorUid, s.OperatorName)).Distinct())
        {
            if (!vertices.ContainsKey(uid.OperatorUid) && !allowsUnmatched)
                complaints.Add($"operator '{uid.OperatorName}' (uid '{uid.OperatorUid}') has state in it, and no operator of the job has that uid");
        }

        var keyed = states.Where(s => s.Key is not null).Select(s => s.OperatorUid).ToHashSet();
        foreach (var (old, op) in snapshot.Vertices.SelectMany(v => v.Operators.Select(o => (v, o))).Where(o => keyed.Contains(o.o.Uid)))
        {
            if (vertices.TryGetValue(op.Uid, out var vertex) && vertex.MaxParallelism != old.MaxParallelism)
                complaints.Add($"operator '{op.Name}' (uid '{op.Uid}') has max parallelism {vertex.MaxParallelism} and had {old.MaxParallelism}, which keyed state keeps for ever");
        }

        return complaints.Count == 0
            ? null
            : $"Checkpoint {snapshot.Checkpoint} of job '{snapshot.JobName}' does not fit the job's present code: {string.Join("; ", complaints)}. " +
              "Give operators the uids and the max parallelism that they had, or start the code that wrote it.";
    }
}
