namespace FlowActors.State;

/// <summary>
/// Keeps the state of the subtasks of one node. Made once, when the node starts, and disposed when its subtasks have ended;
/// jobs choose it by name. Thread-safe.
/// </summary>
public interface IStateBackend : IDisposable
{
    /// <summary>The name by which configuration and <c>--state</c> choose it, for example <c>memory</c>.</summary>
    string Name { get; }

    /// <summary>Opens the state of one subtask. Called on a thread that may block, not on one that runs operators.</summary>
    /// <param name="settings">Whose state it is.</param>
    /// <param name="cancelled">Cancelled when the attempt ends: a backend that waits or works for long gives up then.</param>
    /// <returns>The scope, which the caller disposes once. When this throws there is nothing to dispose.</returns>
    IStateScope Open(StateScopeSettings settings, CancellationToken cancelled);
}
