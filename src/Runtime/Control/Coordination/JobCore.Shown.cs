using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Control.Wire;
using static FlowActors.Runtime.Control.Coordination.SnapshotProtocol;

namespace FlowActors.Runtime.Control.Coordination;

/// <content>What is shown of the job's checkpoints.</content>
internal sealed partial class JobCore
{
    /// <summary>The checkpoints that are remembered or under way, the latest first.</summary>
    public SnapshotProtocol.JobCheckpoints Show(GetCheckpoints asked)
    {
        var statistics = _checkpoints?.Statistics;
        var lines = Lines().Where(line => !(line.Id >= asked.Below));
        var (page, more) = Pages.First(lines, ControlJson.Default.CheckpointLine);
        return new SnapshotProtocol.JobCheckpoints(asked.Job, _checkpoints?.Settings, statistics?.Totals ?? CheckpointTotals.None, page, more)
        {
            LastCompleted = statistics?.LastCompleted,
            LastSavepoint = statistics?.LastSavepoint,
            LastAborted = statistics?.LastAborted,
            Restored = Record.Restored,
            Kept = [.. Record.Checkpoints.Kept.Select(c => c.Id)],
        };
    }

    /// <summary>The parts of a checkpoint that is remembered or under way.</summary>
    public CheckpointParts Show(GetCheckpointParts asked)
    {
        if ((asked.Checkpoint ?? Lines().FirstOrDefault()?.Id) is not { } id || _checkpoints?.Find(id) is not { } found) return new CheckpointParts(asked.Job, null, [], false);
        var parts = found.Subtasks.Skip(asked.Skip)
            .Select((part, index) => index == 0 || part.Subtask.Index == 0 ? part with { Vertex = Record.Shape!.Checkpoints!.Vertices[part.Subtask.Vertex].Name } : part);
        var (page, more) = Pages.First(parts, ControlJson.Default.CheckpointSubtask);
        return new CheckpointParts(asked.Job, found.Line, page, more);
    }

    private IEnumerable<CheckpointLine> Lines() => _checkpoints is null
        ? []
        : _checkpoints.UnderWayLines.Concat(_checkpoints.Statistics.History.Select(c => c.Line)).OrderByDescending(line => line.Id);
}
