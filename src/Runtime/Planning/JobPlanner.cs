using FlowActors.Graph;

namespace FlowActors.Runtime.Planning;

/// <summary>
/// Turns a program into a job graph: checks it, resolves parallelism and partitioners, fuses operators into chains, settles
/// uids. A pure function: every node gets the same graph from the same program.
/// </summary>
internal static class JobPlanner
{
    /// <param name="program">The program.</param>
    /// <param name="resolved">What another node has settled; null settles it here.</param>
    /// <exception cref="JobValidationException">The program cannot run.</exception>
    public static JobGraph Plan(StreamGraph program, ResolvedParallelism? resolved = null)
    {
        if (resolved is not null) program = program with { Settings = program.Settings with { Parallelism = resolved.Parallelism } };
        RecordTypes.Check(program);
        InputsJoined.Check(program);
        var nodes = new ResolvedNodes(program, resolved);
        var edges = EdgeResolver.Resolve(program, nodes);
        var uids = UidAssigner.Assign(program);
        var chains = ChainFinder.Find(program, nodes, edges);
        var vertices = chains.Select((chain, id) => Vertex(program, nodes, edges, uids, chain, id)).ToArray();
        var vertexOf = new Dictionary<int, int>();
        foreach (var vertex in vertices)
        {
            foreach (var member in vertex.Chain) vertexOf[member.Node.Id] = vertex.Id;
        }

        var jobEdges = edges.Where(e => vertexOf[e.Source] != vertexOf[e.Target])
            .Select((edge, id) => new JobEdge(id, edge, vertexOf[edge.Source], vertexOf[edge.Target]))
            .ToArray();
        return new JobGraph(
            program.JobName, vertices, jobEdges, program.Settings, GraphHash.Compute(program, vertices, jobEdges));
    }

    /// <summary>
    /// Asks every source and sink whether it can work, and whether sinks get in each other's way. Done once, where the job is submitted; other nodes need not see the
    /// same files.
    /// </summary>
    /// <exception cref="JobValidationException">Something cannot.</exception>
    public static void Validate(JobGraph graph)
    {
        foreach (var vertex in graph.Vertices)
        {
            foreach (var member in vertex.Chain) Validate(graph.JobName, member.Node, vertex.Parallelism);
        }

        ExclusiveTargets.Check(graph);
    }

    private static void Validate(string job, StreamNode node, int parallelism)
    {
        try
        {
            node.Validation?.Invoke(parallelism);
        }
        catch (JobValidationException e)
        {
            // Sources and sinks do not know where in which job they are.
            throw new JobValidationException($"Operator '{node.Name}' of job '{job}' cannot run: {e.Message}", e);
        }
    }

    private static JobVertex Vertex(
        StreamGraph program,
        ResolvedNodes nodes,
        IReadOnlyList<StreamEdge> edges,
        IReadOnlyList<string> uids,
        IReadOnlyList<int> chain,
        int id)
    {
        var members = chain.Select(n => new ChainedOperator(program.Nodes[n], uids[n])).ToArray();
        var inner = edges.Where(e => chain.Contains(e.Source) && chain.Contains(e.Target)).ToArray();
        return new JobVertex(
            id,
            string.Join(" -> ", members.Select(m => m.Node.Name)),
            members,
            inner,
            nodes.Parallelism(chain[0]),
            nodes.MaxParallelism(chain[0]));
    }
}
