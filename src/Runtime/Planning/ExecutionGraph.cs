using FlowActors.Graph;

namespace FlowActors.Runtime.Planning;

/// <summary>
/// The third plan, and the truth for regions, parallelism, who owns which key groups, and who sends to whom over which channel.
/// All of it is computed from the job graph when it is asked for, so that it is as small as the job graph. Immutable; an attempt
/// adds where the slots live.
/// </summary>
internal sealed class ExecutionGraph
{
    private readonly int[] _regionOf;
    private readonly int[] _firstChannel;
    private readonly ILookup<int, JobEdge> _inEdges;
    private readonly ILookup<int, JobEdge> _outEdges;
    private readonly Dictionary<int, StreamNode> _operators;

    private ExecutionGraph(JobGraph job)
    {
        Job = job;
        Regions = RegionFinder.Find(job);
        Slots = job.Vertices.Max(v => v.Parallelism);
        SubtaskCount = job.Vertices.Sum(v => v.Parallelism);
        _regionOf = new int[job.Vertices.Count];
        foreach (var region in Regions)
        {
            foreach (var vertex in region.Vertices) _regionOf[vertex] = region.Id;
        }

        _inEdges = job.Edges.ToLookup(e => e.Target);
        _outEdges = job.Edges.ToLookup(e => e.Source);
        _operators = job.Vertices.SelectMany(v => v.Chain).ToDictionary(o => o.Node.Id, o => o.Node);
        _firstChannel = new int[job.Edges.Count + 1];
        foreach (var edge in job.Edges)
            _firstChannel[edge.Id + 1] = checked(_firstChannel[edge.Id] + (ParallelismOf(edge.Source) * ParallelismOf(edge.Target)));
    }

    /// <summary>The job graph that it unfolds.</summary>
    public JobGraph Job { get; }

    /// <summary>By id, from 0.</summary>
    public IReadOnlyList<JobRegion> Regions { get; }

    /// <summary>The greatest parallelism: slot i holds subtask i of every vertex that has one.</summary>
    public int Slots { get; }

    /// <summary>The subtasks of all vertices.</summary>
    public int SubtaskCount { get; }

    /// <summary>Every subtask, by vertex, then index.</summary>
    public IEnumerable<ExecutionSubtask> Subtasks => Job.Vertices.SelectMany(v => Enumerable.Range(0, v.Parallelism).Select(i => new ExecutionSubtask(v, i)));

    /// <summary>How many channels there are.</summary>
    public long ChannelCount => Job.Edges.Sum(e => e.Edge.IsPointwise
        ? Math.Max(ParallelismOf(e.Source), ParallelismOf(e.Target))
        : (long)ParallelismOf(e.Source) * ParallelismOf(e.Target));

    public static ExecutionGraph Of(JobGraph job) => new(job);

    /// <summary>The region of a vertex.</summary>
    public int RegionOf(int vertex) => _regionOf[vertex];

    /// <summary>An operator, by its id in the stream graph.</summary>
    public StreamNode OperatorOf(int node) => _operators[node];

    /// <summary>The edges that come into a vertex, in order.</summary>
    public IEnumerable<JobEdge> InEdges(int vertex) => _inEdges[vertex];

    /// <summary>The edges that go out of a vertex, in order.</summary>
    public IEnumerable<JobEdge> OutEdges(int vertex) => _outEdges[vertex];

    /// <summary>The subtasks that subtask <paramref name="receiver"/> of the edge's target gets records from.</summary>
    public IEnumerable<int> SendersTo(JobEdge edge, int receiver) =>
        edge.Edge.IsPointwise
            ? PointwiseChannels.SendersTo(receiver, ParallelismOf(edge.Source), ParallelismOf(edge.Target))
            : Enumerable.Range(0, ParallelismOf(edge.Source));

    /// <summary>The most senders that one receiver has.</summary>
    public int SendersMax(JobEdge edge) => edge.Edge.IsPointwise
        ? PointwiseChannels.NeighboursMax(ParallelismOf(edge.Target), ParallelismOf(edge.Source))
        : ParallelismOf(edge.Source);

    /// <summary>The subtasks that subtask <paramref name="sender"/> of the edge's source sends records to.</summary>
    public IEnumerable<int> ReceiversFrom(JobEdge edge, int sender) =>
        edge.Edge.IsPointwise
            ? PointwiseChannels.ReceiversFrom(sender, ParallelismOf(edge.Source), ParallelismOf(edge.Target))
            : Enumerable.Range(0, ParallelismOf(edge.Target));

    /// <summary>The most receivers that one sender has.</summary>
    public int ReceiversMax(JobEdge edge) => edge.Edge.IsPointwise
        ? PointwiseChannels.NeighboursMax(ParallelismOf(edge.Source), ParallelismOf(edge.Target))
        : ParallelismOf(edge.Target);

    /// <summary>The number of a channel. Those of a job are numbered through: by edge, then sender, then receiver.</summary>
    public int ChannelNumber(JobEdge edge, int sender, int receiver) => _firstChannel[edge.Id] + (sender * ParallelismOf(edge.Target)) + receiver;

    private int ParallelismOf(int vertex) => Job.Vertices[vertex].Parallelism;
}

/// <summary>Vertices that edges join: they start, stop and fail together, in attempts with numbers of their own.</summary>
/// <param name="Id">The position in the graph.</param>
/// <param name="Vertices">Their ids, in order.</param>
/// <param name="Slots">The greatest parallelism among them.</param>
internal sealed record JobRegion(int Id, IReadOnlyList<int> Vertices, int Slots);

/// <summary>A subtask.</summary>
internal readonly record struct ExecutionSubtask(JobVertex Vertex, int Index)
{
    /// <summary>The key groups that it owns.</summary>
    public KeyGroupRange KeyGroups => FlowActors.KeyGroups.RangeOf(Index, Vertex.MaxParallelism, Vertex.Parallelism);
}
