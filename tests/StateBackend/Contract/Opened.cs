using FlowActors.Serialization;
using FlowActors.State;

namespace FlowActors.StateBackend.Tests.Contract;

/// <summary>Opens the state of one operator for the tests of the contract.</summary>
public static class Opened
{
    public const string Operator = "count-words";

    public static IKeyedStateBackend<TKey> Keyed<TKey>(
        this IStateBackend backend, int maxParallelism = 128, KeyGroupRange? groups = null, bool copyMutableValues = true) =>
        backend.CreateKeyed<TKey>(new KeyedStateSettings(
            "uid", Operator, maxParallelism, groups ?? new KeyGroupRange(0, maxParallelism - 1), SerializerRegistry.Default, copyMutableValues));

    public static IOperatorStateStore OperatorState(this IStateBackend backend) =>
        backend.CreateOperatorState(new OperatorStateSettings("uid", Operator, SerializerRegistry.Default));

    public static StateTable<TKey, TValue> Table<TKey, TValue>(this IKeyedStateBackend<TKey> state, string name = "table") =>
        state.GetTable(new ValueStateDescriptor<TValue>(name));
}
