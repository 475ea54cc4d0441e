namespace FlowActors.Client.Nodes;

/// <summary>What the operators' threads of a node are in: <c>GET /nodes/{node}/threads</c>.</summary>
/// <param name="Dispatchers">The pools that they belong to.</param>
/// <param name="Calls">What is in user code now, the longest first; 128 at most.</param>
/// <param name="LeftBehind">Threads that are still in user code of subtasks that have ended: their operators; 128 at most.</param>
public sealed record NodeThreadList(IReadOnlyList<ThreadPoolSummary> Dispatchers, IReadOnlyList<UserCall> Calls, IReadOnlyList<string> LeftBehind);

/// <summary>The threads of a dispatcher.</summary>
/// <param name="Dispatcher">Its name.</param>
/// <param name="Threads">How many there are.</param>
/// <param name="Idle">How many of them wait for work.</param>
/// <param name="Missing">How many runs wait for a thread that a limit forbids.</param>
public sealed record ThreadPoolSummary(string Dispatcher, int Threads, int Idle, int Missing);

/// <summary>A subtask whose thread is in user code.</summary>
/// <param name="Job">The job's id.</param>
/// <param name="Vertex">The name of the vertex.</param>
/// <param name="Subtask">The subtask, from 0.</param>
/// <param name="Operator">The name of the operator.</param>
/// <param name="Since">Since when.</param>
/// <param name="ForMs">For how long, in milliseconds.</param>
public sealed record UserCall(string Job, string Vertex, int Subtask, string Operator, DateTimeOffset Since, double ForMs);
