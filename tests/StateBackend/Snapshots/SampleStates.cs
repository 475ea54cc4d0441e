using FlowActors.Serialization;
using FlowActors.State;
using static FlowActors.StateBackend.Tests.Snapshots.SnapshotFiles;

namespace FlowActors.StateBackend.Tests.Snapshots;

/// <summary>A little of everything that a file can hold. Golden files hold it: nothing here changes any more.</summary>
internal static class SampleStates
{
    public static StateHeader[] Headers { get; } =
    [
        Keyed<string>("value", StateKind.Value),
        Keyed<string>("list", StateKind.List),
        Keyed<string>("map", StateKind.Map, mapKey: KeySchema<int>()),
        Keyed<string>("windows", StateKind.Aggregating, ns: KeySchema<long>()),
        Keyed<string>("timers", StateKind.Timers),
        Keyed<string>("reduced", StateKind.Reducing),
        OfOperator("split", StateKind.OperatorList),
        OfOperator("united", StateKind.UnionList),
        OfOperator("rules", StateKind.Broadcast, mapKey: KeySchema<string>()),
        // The same state as number 0, of subtasks that had not asked for it since its type has grown.
        Keyed<string>("value", StateKind.Value) with { Value = SerializerRegistry.Default.Get<int>().Schema },
    ];

    /// <summary>In the order of a file: a group that has all, one that has little, operator state, and one more.</summary>
    public static IReadOnlyList<Element> Elements { get; } =
    [
        Value(0, 3, "ann", 1), Value(0, 3, "bo\0b", 7) with { LastTouch = 1_700_000_000_000 }, Value(0, 3, "bob", -1),
        Value(1, 3, "ann", 5), Value(1, 3, "ann", 4) with { LastTouch = 0 }, Value(1, 3, "ann", 4), Value(1, 3, "zoe", 1),
        Value(2, 3, "ann", 1) with { MapKey = KeyBytes(-5) }, Value(2, 3, "ann", 2) with { MapKey = KeyBytes(0), LastTouch = -1 },
        Value(2, 3, "bob", 3) with { MapKey = KeyBytes(0) },
        Value(3, 3, "ann", 10) with { Namespace = KeyBytes(-60_000L) }, Value(3, 3, "ann", 11) with { Namespace = KeyBytes(0L) },
        Value(3, 3, "bob", 12) with { Namespace = KeyBytes(0L) },
        Value(4, 3, "zoe", -9), Value(4, 3, "bob", 0), Value(4, 3, "ann", 0), Value(4, 3, "ann", long.MaxValue),
        Value(5, 3, "", 3),
        Value(0, 127, "kim", 8),
        OfSubtask(6, 30), OfSubtask(6, 10), OfSubtask(6, 20), OfSubtask(7, 1), OfSubtask(7, 1),
        OfSubtask(8, 2) with { MapKey = KeyBytes("z") }, OfSubtask(8, 1) with { MapKey = KeyBytes("a") },
        Value(1, 0, "max", 1), new(9, 0, KeyBytes("max"), Bytes(5)),
    ];

    private static Element Value(int state, int group, string key, long value) => new(state, group, KeyBytes(key), Bytes(value));

    private static Element OfSubtask(int state, long value) => new(state, -1, "", Bytes(value));

    private static TypeSchema KeySchema<TKey>() => SerializerRegistry.Default.GetKey<TKey>().Schema;
}
