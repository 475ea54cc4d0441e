namespace FlowActors.Client.Jobs;

/// <summary>The jobs that are remembered: <c>GET /jobs</c>.</summary>
/// <param name="Jobs">In the order of their submission.</param>
public sealed record JobList(IReadOnlyList<JobSummary> Jobs);

/// <summary>One job.</summary>
/// <param name="Id">Its id: 32 hexadecimal digits.</param>
/// <param name="Name">Its name.</param>
/// <param name="Status">Where it stands: <c>Running</c>, <c>Finished</c>, ...</param>
public sealed record JobSummary(string Id, string Name, string Status);
