using FlowActors.Runtime.Checkpoints.Metadata;
using FlowActors.Runtime.Checkpoints.Storage;
using FlowActors.State;

namespace FlowActors.Runtime.Tests.Checkpoints.Metadata;

/// <summary>Metadata with everything in it, the same in every run.</summary>
internal static class MetadataSamples
{
    public const string Job = "0123456789abcdef0123456789abcdef";

    public static SnapshotMetadata Everything(string shared = SnapshotNames.SharedPrefix) => new(
        7,
        SnapshotKind.Checkpoint,
        new DateTime(2026, 11, 27, 10, 30, 0, DateTimeKind.Utc),
        "word \"counts\" ü",
        Job,
        Unaligned: true,
        Drained: false,
        [
            new(0, "source", 1, 128, [new("src", "Lines"), new("flat", "FlatMap")], [new(0, true, [], [], [])], [new("src", Handle("", 1))]),
            new(
                1,
                "counts",
                2,
                128,
                [new("count", "Count")],
                [
                    new(0, false, [new(0, 31, [Handle("", 2), Handle(shared, 3)]), new(32, 63, [Handle("", 4)])], [Handle("", 5)], [Handle("", 6)]),
                    new(1, false, [new(64, 127, [Handle(shared, 3)])], [], []) { HasEnded = true },
                ],
                []),
        ]);

    /// <summary>As the other, and some of its state in a database, of which one file was there before.</summary>
    public static SnapshotMetadata WithDatabases()
    {
        var metadata = Everything();
        var counts = metadata.Vertices[1];
        var first = counts.Subtasks[0];
        var database = new DatabaseSnapshot(
            "db-1", [new("000004.sst", Handle(SnapshotNames.SharedPrefix, 7, checkpoint: 6), true), new("000009.sst", Handle(SnapshotNames.SharedPrefix, 8), true), new("CURRENT", Handle("", 9), false)]);
        first = first with { Keyed = [first.Keyed[0] with { Backend = "disk", Database = database }, first.Keyed[1]] };
        return metadata with { Form = SnapshotForm.Native, Vertices = [metadata.Vertices[0], counts with { Subtasks = [first, counts.Subtasks[1]] }] };
    }

    public static StateHandle Handle(string prefix, int number, long checkpoint = 7) => new(
        prefix + SnapshotNames.StateFile(new JobId(Job), new(new(0, 1), checkpoint, "count", number), new Guid(number, 0, 0, new byte[8])), number * 1000L, (uint)number);
}
