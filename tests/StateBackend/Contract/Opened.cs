using FlowActors.Serialization;
using FlowActors.State;

namespace FlowActors.StateBackend.Tests.Contract;

/// <summary>Opens state for the tests of the contract.</summary>
public static class Opened
{
    public const string Uid = "uid";
    public const string Operator = "count-words";

    /// <summary>The scope of a subtask with one operator.</summary>
    public static IStateScope Scope(
        this IStateBackend backend, int maxParallelism = 128, KeyGroupRange? groups = null, bool copyMutableValues = true, int subtask = 0, TimeProvider? time = null) =>
        backend.Open(
            new StateScopeSettings(
                new JobId("job"),
                1,
                0,
                subtask,
                maxParallelism,
                groups ?? new KeyGroupRange(0, maxParallelism - 1),
                [new StateOperator(Uid, Operator)],
                SerializerRegistry.Default,
                time ?? TimeProvider.System,
                copyMutableValues),
            CancellationToken.None);

    /// <summary>The keyed states of that operator, which dispose the scope.</summary>
    public static OpenedKeys<TKey> Keyed<TKey>(
        this IStateBackend backend, int maxParallelism = 128, KeyGroupRange? groups = null, bool copyMutableValues = true) =>
        new(backend.Scope(maxParallelism, groups, copyMutableValues));

    public static StateTable<TKey, TValue> Table<TKey, TValue>(this IKeyedStates<TKey> state, string name = "table") =>
        state.GetTable(new ValueStateDescriptor<TValue>(name));
}
