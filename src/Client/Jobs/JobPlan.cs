namespace FlowActors.Client.Jobs;

/// <summary>What a job is made of: <c>GET /jobs/{job}/plan</c>.</summary>
/// <param name="Hash">The same for plans that are the same.</param>
/// <param name="Vertices">The chains, in topological order.</param>
/// <param name="Edges">What goes from one to another.</param>
public sealed record JobPlan(string Hash, IReadOnlyList<PlannedVertex> Vertices, IReadOnlyList<PlannedEdge> Edges);

/// <summary>A chain of operators that run as one.</summary>
/// <param name="Id">Its number, from 0.</param>
/// <param name="Name">The names of its operators.</param>
/// <param name="Parallelism">How many subtasks it has.</param>
/// <param name="MaxParallelism">How many key groups.</param>
/// <param name="Operators">Its operators, the head first.</param>
public sealed record PlannedVertex(int Id, string Name, int Parallelism, int MaxParallelism, IReadOnlyList<PlannedOperator> Operators);

/// <summary>An operator.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Uid">Its uid, given or derived.</param>
public sealed record PlannedOperator(string Name, string Uid);

/// <summary>An edge.</summary>
/// <param name="Source">The number of the vertex that sends.</param>
/// <param name="Target">The number of the vertex that receives.</param>
/// <param name="Partitioner">How records are dealt out.</param>
/// <param name="RecordType">The type of the records.</param>
public sealed record PlannedEdge(int Source, int Target, string Partitioner, string RecordType);
