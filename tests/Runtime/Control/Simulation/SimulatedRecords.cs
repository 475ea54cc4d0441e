using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Checkpoints.Restoring;
using FlowActors.Runtime.Subtasks;

namespace FlowActors.Runtime.Tests.Control.Simulation;

/// <summary>
/// The records of one simulated subtask: source, state and committing sink in one. Of each split it numbers what it reads, prepares at a barrier what
/// came since the one before, and shows that when a checkpoint is complete. Every subtask begins with a split of its own number; those of a snapshot are
/// dealt out among the subtasks that begin with it, however many they are.
/// </summary>
internal sealed class SimulatedRecords
{
    private readonly List<SimulatedSplit> _splits = [];
    private int _turn;

    public SimulatedRecords(SimulatedOutput output, SubtaskId id, RestoreFrom? restore, int parallelism)
    {
        var own = new SubtaskNumber(id.Vertex, id.Index);
        if (restore is null)
        {
            _splits.Add(new SimulatedSplit(output, own));
            return;
        }

        var known = output.SplitsAt(restore.Checkpoint, id.Vertex);
        foreach (var split in known.Where(s => s.Index % parallelism == id.Index)) _splits.Add(new SimulatedSplit(output, split, restore.Checkpoint));
        if (!known.Contains(own)) _splits.Add(new SimulatedSplit(output, own));
        Complete(restore.Checkpoint);
    }

    public void Read() => _splits[_turn++ % _splits.Count].Read();

    /// <summary>A barrier passes.</summary>
    public void Take(long checkpoint) => _splits.ForEach(s => s.Take(checkpoint));

    /// <summary>A checkpoint is complete: what was prepared for it and before is shown.</summary>
    public void Complete(long checkpoint) => _splits.ForEach(s => s.Complete(checkpoint));

    public void Finish() => _splits.ForEach(s => s.Finish());
}

/// <summary>A split that a simulated subtask reads, and what came of it.</summary>
internal sealed class SimulatedSplit
{
    private readonly SimulatedOutput _output;
    private readonly SubtaskNumber _number;
    private readonly List<Prepared> _prepared = [];
    private int _read;
    private int _preparedTo;

    public SimulatedSplit(SimulatedOutput output, SubtaskNumber number, long? checkpoint = null)
    {
        (_output, _number) = (output, number);
        if (checkpoint is not { } from) return;
        (_read, var prepared) = output.StateOf(from, number);
        _preparedTo = _read;
        _prepared.AddRange(prepared);
    }

    public void Read() => _read++;

    public void Take(long checkpoint)
    {
        _prepared.Add(new Prepared(checkpoint, _preparedTo, _read));
        _preparedTo = _read;
        _output.Keep(checkpoint, _number, _read, [.. _prepared]);
    }

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

    /// <summary>The splits of a vertex that a checkpoint knows.</summary>
    public IReadOnlyList<SubtaskNumber> SplitsAt(long checkpoint, int vertex) =>
        [.. _states.Keys.Where(s => s.Checkpoint == checkpoint && s.Subtask.Vertex == vertex).Select(s => s.Subtask)];

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
    public void Check(bool isFinished)
    {
        foreach (var shown in _shown.Values) Assert.Equal(Enumerable.Range(1, shown.Count), shown.Order());
        if (!isFinished) return;
        Assert.Empty(_shown.Keys.Except(_ended.Keys));
        Assert.All(_ended, split => Assert.Equal(split.Value, _shown.GetValueOrDefault(split.Key, []).Count));
    }
}
