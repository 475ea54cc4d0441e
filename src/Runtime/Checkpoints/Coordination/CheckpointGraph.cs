namespace FlowActors.Runtime.Checkpoints.Coordination;

/// <summary>A vertex, as far as checkpoints have to know it.</summary>
/// <param name="Id">Its id in the job graph.</param>
/// <param name="Region">The region that it belongs to.</param>
/// <param name="Parallelism">How many subtasks it has.</param>
/// <param name="IsSource">Whether it has an enumerator.</param>
internal readonly record struct CheckpointVertex(int Id, int Region, int Parallelism, bool IsSource);

/// <summary>The subtasks of a job and who sends to whom. Immutable.</summary>
internal sealed class CheckpointGraph
{
    private readonly Dictionary<SubtaskNumber, int> _indexes = [];

    /// <summary>Makes it.</summary>
    /// <param name="vertices">All of them.</param>
    /// <param name="upstream">The subtasks that send to a subtask.</param>
    public CheckpointGraph(IReadOnlyList<CheckpointVertex> vertices, Func<SubtaskNumber, IEnumerable<SubtaskNumber>> upstream)
    {
        var places = vertices.SelectMany(v => Enumerable.Range(0, v.Parallelism).Select(i => (Vertex: v, Subtask: new SubtaskNumber(v.Id, i)))).ToList();
        Subtasks = [.. places.Select(p => p.Subtask)];
        Regions = [.. places.Select(p => p.Vertex.Region)];
        Sources = [.. vertices.Where(v => v.IsSource).Select(v => v.Id)];
        for (var i = 0; i < Subtasks.Count; i++) _indexes.Add(Subtasks[i], i);
        Upstream = [.. Subtasks.Select(s => (IReadOnlyList<int>)[.. upstream(s).Distinct().Select(IndexOf)])];
        var downstream = Subtasks.Select(_ => new List<int>()).ToArray();
        for (var i = 0; i < Subtasks.Count; i++)
        {
            foreach (var sender in Upstream[i]) downstream[sender].Add(i);
        }

        Downstream = downstream;
    }

    /// <summary>All subtasks; their places in this list are their indexes in the others.</summary>
    public IReadOnlyList<SubtaskNumber> Subtasks { get; }

    /// <summary>The region of each subtask.</summary>
    public IReadOnlyList<int> Regions { get; }

    /// <summary>Who sends to each subtask.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Upstream { get; }

    /// <summary>To whom each subtask sends.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Downstream { get; }

    /// <summary>The vertices that have an enumerator.</summary>
    public IReadOnlyList<int> Sources { get; }

    /// <summary>The place of a subtask in <see cref="Subtasks"/>.</summary>
    /// <exception cref="KeyNotFoundException">The job has no such subtask.</exception>
    public int IndexOf(SubtaskNumber subtask) => _indexes[subtask];
}
