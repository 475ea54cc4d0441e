using FlowActors.State;
using FlowActors.State.Memory;

namespace FlowActors.Runtime.Subtasks.State;

/// <summary>
/// The state backends of one node: made when it starts, disposed when its subtasks have ended. Each is there once, so that what all its
/// scopes share (folders, a budget) has one owner. Thread-safe.
/// </summary>
internal sealed class StateBackends(StateSettings settings, IReadOnlyList<IStateBackend> backends) : IDisposable
{
    /// <summary>The names that a job or the configuration may choose from.</summary>
    public static IReadOnlyList<string> Names { get; } = ["memory"];

    /// <summary>Those of a node with these settings.</summary>
    public static StateBackends Create(StateSettings settings) => new(settings, [new MemoryStateBackend()]);

    /// <summary>The backend of a job.</summary>
    /// <param name="name">What the job chose; null for what the node is configured with.</param>
    /// <exception cref="InvalidOperationException">The node has no such backend: another build took the job.</exception>
    public IStateBackend Of(string? name)
    {
        var wanted = name ?? settings.Backend;
        return backends.FirstOrDefault(b => b.Name == wanted) ?? throw new InvalidOperationException(
            $"This node has no state backend '{wanted}'; it has: {string.Join(", ", backends.Select(b => b.Name))}.");
    }

    public void Dispose()
    {
        foreach (var backend in backends) backend.Dispose();
    }
}
