using FlowActors.Graph;

namespace FlowActors.Runtime.Planning;

/// <summary>
/// The third plan: every subtask of every vertex, and every channel between them. Immutable; an attempt adds where the slots
/// live.
/// </summary>
/// <param name="Job">The job graph that it unfolds.</param>
/// <param name="Subtasks">By vertex, then index.</param>
/// <param name="Channels">By edge, then sender, then receiver.</param>
/// <param name="Slots">The greatest parallelism: slot i holds subtask i of every vertex that has one.</param>
internal sealed record ExecutionGraph(
    JobGraph Job, IReadOnlyList<ExecutionSubtask> Subtasks, IReadOnlyList<ExecutionChannel> Channels, int Slots)
{
    public static ExecutionGraph From(JobGraph job)
    {
        var subtasks = job.Vertices
            .SelectMany(v => Enumerable.Range(0, v.Parallelism)
                .Select(i => new ExecutionSubtask(v, i, KeyGroups.RangeOf(i, v.MaxParallelism, v.Parallelism))))
            .ToArray();
        var channels = job.Edges.SelectMany(e => ChannelsOf(job, e)).ToArray();
        return new ExecutionGraph(job, subtasks, channels, job.Vertices.Max(v => v.Parallelism));
    }

    private static IEnumerable<ExecutionChannel> ChannelsOf(JobGraph job, JobEdge edge)
    {
        for (var sender = 0; sender < job.Vertices[edge.Source].Parallelism; sender++)
        {
            if (edge.Edge.IsForward)
            {
                yield return new ExecutionChannel(edge, sender, sender);
                continue;
            }

            for (var receiver = 0; receiver < job.Vertices[edge.Target].Parallelism; receiver++)
                yield return new ExecutionChannel(edge, sender, receiver);
        }
    }
}

/// <summary>A subtask.</summary>
internal sealed record ExecutionSubtask(JobVertex Vertex, int Index, KeyGroupRange KeyGroups);

/// <summary>A channel from one subtask to another.</summary>
internal sealed record ExecutionChannel(JobEdge Edge, int Sender, int Receiver);
