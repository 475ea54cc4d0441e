namespace FlowActors.Runtime.Subtasks.Dispatching;

/// <summary>Work waits for a thread, although fewer work than may, because a limit is reached.</summary>
/// <param name="Executor">The executor's name.</param>
/// <param name="Threads">How many threads it has.</param>
/// <param name="Waiting">How many runs wait.</param>
/// <param name="Limit">Which limit, and what to do.</param>
internal sealed record ThreadShortage(string Executor, int Threads, int Waiting, string Limit);
