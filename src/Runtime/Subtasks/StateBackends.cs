using FlowActors.State;
using FlowActors.State.Memory;

namespace FlowActors.Runtime.Subtasks;

/// <summary>The state backends that a job may choose from.</summary>
internal static class StateBackends
{
    public static IReadOnlyDictionary<string, IStateBackend> All { get; } =
        new IStateBackend[] { new MemoryStateBackend() }.ToDictionary(b => b.Name);
}
