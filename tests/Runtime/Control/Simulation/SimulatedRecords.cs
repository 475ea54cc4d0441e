using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Checkpoints.Restoring;
using FlowActors.Runtime.Subtasks;

namespace FlowActors.Runtime.Tests.Control.Simulation;

/// <summary>
/// The records of one simulated subtask: source, state and committing sink in one. It numbers what it reads, prepares at a barrier what came since the
/// one before, and shows that when a checkpoint is complete.
/// </summary>
internal sealed class SimulatedRecords
{
    private readonly SimulatedOutput _output;
    private readonly SubtaskNumber _number;
    private readonly List<Prepared> _prepared = [];
    private int _read;
    private int _preparedTo;

    public SimulatedRecords(SimulatedOutput output, SubtaskId id, RestoreFrom? restore)
    {
        _output = output;
        _number = new SubtaskNumber(id.Vertex, id.Index);
        if (restore is null) return;
        (_read, var prepared) = output.StateOf(restore.Checkpoint, _number);
        _preparedTo = _read;
        _prepared.AddRange(prepared);
        Complete(restore.Checkpoint);
    }

    public void Read() => _read++;

    /// <summary>A barrier passes.</summary>
    public void Take(long checkpoint)
    {
        _prepared.Add(new Prepared(checkpoint, _preparedTo, _read));
        _preparedTo = _read;
        _output.Keep(checkpoint, _number, _read, [.. _prepared]);
    }

    /// <summary>A checkpoint is complete: what was prepared for it and before is shown.</summary>
    public void Complete(long checkpoint)
    {
        foreach (var prepared in _prepared.Where(p => p.Checkpoint <= checkpoint)) _output.Show(_number, prepared);
        _prepared.RemoveAll(p => p.Checkpoint <= checkpoint);
    }

    public void Finish()
    {
        Complete(long.MaxValue);
        _output.End(_number, _read);
    }
}

/// <summary>Records that a subtask has read and not shown.</summary>
/// <param name="Checkpoint">The checkpoint that they are prepared for.</param>
/// <param name="From">The number of those before them.</param>
/// <param name="To">The number of the last.</param>
internal sealed record Prepared(long Checkpoint, int From, int To);

/// <summary>The states and the output of a simulated job's subtasks.</summary>
internal sealed class SimulatedOutput
{
    private readonly Dictionary<(long Checkpoint, SubtaskNumber Subtask), (int Read, IReadOnlyList<Prepared> Prepared)> _states = [];
    private readonly HashSet<(long Checkpoint, SubtaskNumber Subtask)> _committed = [];
    private readonly Dictionary<SubtaskNumber, List<int>> _shown = [];
    private readonly Dictionary<SubtaskNumber, int> _ended = [];

    /// <summary>How many records were shown.</summary>
    public int Shown => _shown.Values.Sum(s => s.Count);

    public (int Read, IReadOnlyList<Prepared> Prepared) StateOf(long checkpoint, SubtaskNumber subtask) => _states[(checkpoint, subtask)];

    public void Keep(long checkpoint, SubtaskNumber subtask, int read, IReadOnlyList<Prepared> prepared) => _states[(checkpoint, subtask)] = (read, prepared);

    /// <summary>Commits, once.</summary>
    public void Show(SubtaskNumber subtask, Prepared prepared)
    {
        if (!_committed.Add((prepared.Checkpoint, subtask))) return;
        if (!_shown.TryGetValue(subtask, out var shown)) _shown[subtask] = shown = [];
        shown.AddRange(Enumerable.Range(prepared.From + 1, prepared.To - prepared.From));
    }

    public void End(SubtaskNumber subtask, int read) => _ended[subtask] = read;

    /// <summary>Each record once, none left out; of a job that has finished all.</summary>
    public void Check(bool isFinished, IReadOnlyList<SubtaskNumber> subtasks)
    {
        foreach (var subtask in subtasks)
        {
            var shown = _shown.GetValueOrDefault(subtask, []);
            Assert.Equal(Enumerable.Range(1, shown.Count), shown.Order());
            if (isFinished) Assert.Equal(_ended[subtask], shown.Count);
        }
    }
}
