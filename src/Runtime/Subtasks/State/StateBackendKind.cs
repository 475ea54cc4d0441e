using FlowActors.State;
using FlowActors.State.Memory;
using FlowActors.State.RocksDb;
using FlowActors.State.Telemetry;

namespace FlowActors.Runtime.Subtasks.State;

/// <summary>A backend that jobs may choose.</summary>
/// <param name="Name">By this name.</param>
/// <param name="Create">
/// Makes it, when the first job of a node opens state that chose it: not before, so that nobody else needs its folders and libraries. On a
/// thread that may block. What it throws fails the opening of that state, and the next opening tries again.
/// </param>
internal sealed record StateBackendKind(string Name, Func<StateSettings, IStateLog, IStateBackend> Create)
{
    /// <summary>All that there are.</summary>
    public static IReadOnlyList<StateBackendKind> All { get; } =
    [
        new("memory", (_, _) => new MemoryStateBackend()),
        new("rocksdb", (settings, log) => new RocksDbStateBackend(
            new RocksDbStateSettings { MemoryBytes = settings.MemoryBytes, LocalDirs = settings.LocalDirs }, log)) { LeastMemory = RocksDbStateBackend.LeastMemory },
    ];

    /// <summary>The least <see cref="StateSettings.MemoryBytes"/> with which so many subtasks of a process can have keyed state; null where it does not count.</summary>
    public Func<int, long>? LeastMemory { get; init; }
}
