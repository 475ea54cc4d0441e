namespace FlowActors.Client.Vertices;

/// <summary>The vertices of a job: <c>GET /jobs/{job}/vertices</c>.</summary>
/// <param name="Vertices">By id.</param>
public sealed record VertexList(IReadOnlyList<VertexSummary> Vertices);

/// <summary>One vertex, a chain of operators that run together: <c>GET /jobs/{job}/vertices/{vertex}</c>.</summary>
/// <param name="Id">Its id within the job, from 0.</param>
/// <param name="Name">Its name.</param>
/// <param name="Operators">Its operators, head first.</param>
/// <param name="Inputs">The ids of the vertices that send to it; none of a source.</param>
/// <param name="Parallelism">How many subtasks it has.</param>
/// <param name="MaxParallelism">How many key groups it has.</param>
/// <param name="Subtasks">How many subtasks are in each state: <c>Running</c>, <c>Finished</c>, ...; <c>Absent</c> are those of which no node knows.</param>
/// <param name="RecordsIn">How many records all subtasks have read in their present attempt; 0 of a source.</param>
/// <param name="RecordsOut">How many records they have handed to other vertices, once for each receiver.</param>
/// <param name="Time">How the subtasks have spent the last seconds, on average; null while none is there.</param>
public sealed record VertexSummary(
    int Id,
    string Name,
    IReadOnlyList<VertexOperator> Operators,
    IReadOnlyList<int> Inputs,
    int Parallelism,
    int MaxParallelism,
    IReadOnlyDictionary<string, int> Subtasks,
    long RecordsIn,
    long RecordsOut,
    SubtaskTime? Time);

/// <summary>An operator.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Uid">Its uid.</param>
public sealed record VertexOperator(string Name, string Uid);

/// <summary>How time was spent in the last five seconds or so, as shares from 0 to 1 that sum to 1.</summary>
/// <param name="Busy">In runs, or in waiting for a thread.</param>
/// <param name="Idle">Without input.</param>
/// <param name="BackPressured">While an output was full.</param>
public sealed record SubtaskTime(double Busy, double Idle, double BackPressured);
