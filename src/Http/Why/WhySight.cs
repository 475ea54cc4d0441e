using FlowActors.Runtime.Client;
using FlowActors.Runtime.Control.Coordination;
using FlowActors.Runtime.Control.Nodes;
using FlowActors.Runtime.Subtasks;

namespace FlowActors.Http.Why;

/// <summary>A job, as those look at it who find out what holds it back.</summary>
/// <param name="job">The job.</param>
/// <param name="now">The time.</param>
/// <param name="least">How long something has to last to be told.</param>
internal sealed class WhySight(JobInsight job, DateTimeOffset now, TimeSpan least)
{
    private readonly ILookup<int, SubtaskSight> _subtasks = job.Subtasks.Where(IsAlive).ToLookup(s => s.Figures.Id.Vertex);

    public JobInsight Job => job;

    public DateTimeOffset Now => now;

    /// <summary>The subtasks of which a node knows and which have not ended.</summary>
    public IEnumerable<SubtaskSight> Subtasks => _subtasks.SelectMany(s => s);

    /// <summary>Those of a vertex.</summary>
    public IEnumerable<SubtaskSight> SubtasksOf(int vertex) => _subtasks[vertex];

    /// <summary>What a subtask of a vertex is doing; null where no node knows of it.</summary>
    public SubtaskDetails? DetailsOf(int vertex, int subtask) => _subtasks[vertex].FirstOrDefault(s => s.Figures.Id.Index == subtask)?.Figures.Details;

    public VertexLine? VertexOf(int id) => job.Vertices.FirstOrDefault(v => v.Vertex.Id == id);

    public string NameOf(int vertex) => VertexOf(vertex)?.Vertex.Name ?? $"vertex {vertex}";

    /// <summary>Whether it has lasted so long that it is told.</summary>
    public bool IsLong(double ms) => ms >= least.TotalMilliseconds;

    /// <summary>When what has lasted for so long has begun.</summary>
    public DateTimeOffset Since(double ms) => now - TimeSpan.FromMilliseconds(ms);

    private static bool IsAlive(SubtaskSight subtask) =>
        subtask.Figures.Details?.Moves is not [.., { State: SubtaskState.Finished or SubtaskState.Failed or SubtaskState.Stopped }];
}
