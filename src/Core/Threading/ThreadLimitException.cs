namespace FlowActors.Threading;

/// <summary>The process cannot have another thread now.</summary>
internal sealed class ThreadLimitException(string name, Exception cause) : Exception(
    $"Thread '{name}' cannot be started: the process has as many as it may have, or no memory for the stack of another. Raise the " +
    "limit of the user or container on processes and threads (ulimit -u, pids.max), or run fewer subtasks that block.",
    cause);
