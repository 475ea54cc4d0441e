using System.Collections.Immutable;
using System.Text.Json;
using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Control.Wire;
using static FlowActors.Runtime.Checkpoints.Coordination.CheckpointEvents;

namespace FlowActors.Runtime.Tests.Control;

/// <summary>What of checkpoints is sent and written down, as it is for ever.</summary>
public sealed class CheckpointJsonTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);

    private static readonly CompletedCheckpoint Completed = new(
        7, CheckpointKind.DrainWithSavepoint, new FileReference("chk-7/_metadata", 80), At, At.AddSeconds(2), 90, true, Regions((0, 1), (2, 5)));

    private static readonly CheckpointRecord Kept = new() { ReservedBelow = 65, Kept = [Completed], Unreadable = [7, 5] };

    private static readonly ClaimedSnapshot Claimed = new("/savepoints/1", "00112233445566778899aabbccddeeff", 7);

    private const string ClaimedJson = """{"folder":"/savepoints/1","job":"00112233445566778899aabbccddeeff","checkpoint":7}""";

    private const string CompletedJson =
        """{"id":7,"kind":"DrainWithSavepoint","metadata":{"file":"chk-7/_metadata","bytes":80,"isReused":false},"triggeredAt":"2026-01-02T03:04:05.678+00:00","completedAt":"2026-01-02T03:04:07.678+00:00","bytes":90,"commits":true,"attempts":{"0":1,"2":5}}""";

    private const string KeptJson = $$"""{"reservedBelow":65,"kept":[{{CompletedJson}}],"unreadable":[5,7]}""";

    public static TheoryData<Type, object, string> Golden => new()
    {
        { typeof(ICheckpointEvent), new CheckpointIdsReserved(65), """{"kind":"ids-reserved","below":65}""" },
        { typeof(ICheckpointEvent), new CheckpointCompleted(Completed), $$"""{"kind":"completed","checkpoint":{{CompletedJson}}}""" },
        { typeof(ICheckpointEvent), new CheckpointsDropped([1, 2]), """{"kind":"dropped","checkpoints":[1,2]}""" },
        { typeof(ICheckpointEvent), new CheckpointsUnreadable([3]), """{"kind":"unreadable","checkpoints":[3]}""" },
        { typeof(ICheckpointEvent), new ClaimedDeleted(), """{"kind":"claimed-deleted"}""" },
        { typeof(CheckpointRecord), CheckpointRecord.Empty with { Claimed = Claimed, IsClaimedDeleted = true }, $$"""{"reservedBelow":1,"kept":[],"unreadable":[],"claimed":{{ClaimedJson}},"isClaimedDeleted":true}""" },
        { typeof(ICheckpointEvent), new CheckpointFoundDamaged(3), """{"kind":"found-damaged","checkpoint":3}""" },
        { typeof(CheckpointRecord), CheckpointRecord.Empty with { Damaged = [4, 3] }, """{"reservedBelow":1,"kept":[],"unreadable":[],"damaged":[3,4]}""" },
        { typeof(ICheckpointEvent), new SnapshotClaimed(Claimed), $$"""{"kind":"claimed","snapshot":{{ClaimedJson}}}""" },
        { typeof(CheckpointRecord), CheckpointRecord.Empty with { Claimed = Claimed }, $$"""{"reservedBelow":1,"kept":[],"unreadable":[],"claimed":{{ClaimedJson}}}""" },
        { typeof(ICheckpointEvent), new CheckpointsKept(Kept), $$"""{"kind":"kept","record":{{KeptJson}}}""" },
        { typeof(CheckpointRecord), Kept, KeptJson },
        { typeof(CheckpointRecord), CheckpointRecord.Empty with { Savepoints = [Completed] }, $$"""{"reservedBelow":1,"kept":[],"unreadable":[],"savepoints":[{{CompletedJson}}]}""" },
        { typeof(CheckpointRecord), CheckpointRecord.Empty, """{"reservedBelow":1,"kept":[],"unreadable":[]}""" },
        { typeof(CompletedCheckpoint), Completed, CompletedJson },
        { typeof(CompletedCheckpoint), Completed with { ReusedBytes = 40 }, $$"""{{CompletedJson[..^1]}},"reusedBytes":40}""" },
    };

    [Theory]
    [MemberData(nameof(Golden))]
    public void Texts_are_pinned_and_read_back(Type type, object value, string json)
    {
        Assert.Equal(json, JsonSerializer.Serialize(value, type, ControlJson.Default));
        var read = JsonSerializer.Deserialize(json, type, ControlJson.Default);
        Assert.IsType(value.GetType(), read);
        Assert.Equal(json, JsonSerializer.Serialize(read, type, ControlJson.Default));
    }

    [Fact]
    public void Every_decision_has_a_name_and_a_golden_text()
    {
        var all = typeof(CheckpointEvents).GetNestedTypes().Where(t => t.IsAssignableTo(typeof(ICheckpointEvent)));
        var pinned = ((IEnumerable<object[]>)Golden).Where(row => (Type)row[0] == typeof(ICheckpointEvent)).Select(row => row[1].GetType());
        Assert.Equal(all.OrderBy(t => t.Name), pinned.OrderBy(t => t.Name));
    }

    [Fact]
    public void Every_kind_and_every_mode_keeps_its_name()
    {
        Assert.Equal(["Checkpoint", "Savepoint", "StopWithSavepoint", "DrainWithSavepoint", "Suspend", "Final"], Enum.GetNames<CheckpointKind>());
        Assert.Equal(["Aligned", "Unaligned", "AlignedWithTimeout", "AtLeastOnce"], Enum.GetNames<CheckpointMode>());
    }

    [Fact]
    public void What_is_read_back_decides_as_what_was_written()
    {
        var read = (CheckpointRecord)JsonSerializer.Deserialize(KeptJson, typeof(CheckpointRecord), ControlJson.Default)!;
        Assert.Null(read.Latest);
        Assert.Equal(8, read.Apply(new CheckpointCompleted(Completed with { Id = 8 })).Latest!.Id);
        Assert.Equal([7], read.Kept.Select(c => c.Id));
        Assert.Empty(read.Apply(new CheckpointsDropped([7])).Kept);
    }

    [Fact]
    public void A_decision_of_another_version_is_refused_by_name()
    {
        var error = Assert.Throws<JsonException>(() => JsonSerializer.Deserialize("""{"kind":"moved"}""", typeof(ICheckpointEvent), ControlJson.Default));
        Assert.Contains("moved", error.Message, StringComparison.Ordinal);
    }

    private static ImmutableSortedDictionary<int, int> Regions(params (int Region, int Attempt)[] attempts) =>
        attempts.ToImmutableSortedDictionary(a => a.Region, a => a.Attempt);
}
