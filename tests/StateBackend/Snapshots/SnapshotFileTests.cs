using FlowActors.Serialization;
using FlowActors.State;
using FlowActors.State.Snapshots.Files;
using static FlowActors.StateBackend.Tests.Snapshots.SnapshotFiles;

namespace FlowActors.StateBackend.Tests.Snapshots;

/// <summary>Writing and reading files element by element.</summary>
public sealed class SnapshotFileTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(SnapshotFormat.BlockBytesTarget)]
    public void What_was_written_is_read_in_the_same_order(int blockBytes)
    {
        using var file = Open(Written(SampleStates.Headers, SampleStates.Elements, blockBytes));
        Assert.Equal(SampleStates.Elements, All(file));
        Assert.Equal(SampleStates.Headers, file.States.Values);
        Assert.Equal([3, 127, -1, 0], file.KeyGroups);
        foreach (var group in SampleStates.Elements.GroupBy(e => (e.State, e.Group)))
        {
            Assert.Equal(group.Count(), file.CountOf(group.Key.State, group.Key.Group));
            Assert.Equal(group, Rest(file.Read(group.Key.Group, group.Key.State, SortKeyRange.All)));
        }

        Assert.Equal(0, file.CountOf(1, 127));
        Assert.Empty(Rest(file.Read(127, 1, SortKeyRange.All)));
        Assert.Empty(Rest(file.Read(5)));
    }

    [Fact]
    public void A_file_without_elements_names_its_states()
    {
        using var file = Open(Written(SampleStates.Headers, []));
        Assert.Equal(SampleStates.Headers, file.States.Values);
        Assert.Empty(file.KeyGroups);
        using var empty = Open(Written([], []));
        Assert.Empty(empty.States);
    }

    [Fact]
    public void Values_and_keys_larger_than_a_block_are_whole_and_leave_blocks_small()
    {
        var large = new string('A', 2 * 3 * SnapshotFormat.BlockBytesTarget);
        Element[] elements =
        [
            new(0, 1, KeyBytes("a"), "01"),
            new(0, 1, KeyBytes("b"), large),
            new(0, 1, KeyBytes("c"), "02"),
            new(0, 1, KeyBytes("d" + large), "03"),
            new(0, 1, KeyBytes("e"), "04"),
            new(1, 1, KeyBytes("e"), large),
            new(1, 1, KeyBytes("e"), large),
            new(1, 1, KeyBytes("e"), "05"),
        ];
        using var file = Open(Written(SampleStates.Headers, elements));
        Assert.Equal(elements, All(file));
        foreach (var element in elements.Take(5)) Assert.Equal([element], Found(file, element.Key));
        Assert.Equal(elements[5..], Rest(file.Read(1, 1, SortKeyRange.Prefix(Convert.FromHexString(KeyBytes("e"))))));
    }

    [Fact]
    public void A_key_is_read_without_the_rest_of_the_file()
    {
        var elements = Enumerable.Range(0, 100_000).Select(i => new Element(0, 7, KeyBytes($"{i:D8}"), Bytes((long)i))).ToArray();
        var bytes = Written(SampleStates.Headers, elements);
        var stream = new CountingStream(bytes);
        using var file = SnapshotFileReader.Open(Name, () => stream);
        Assert.InRange(stream.BytesRead, 0, 10_000);
        foreach (var i in new[] { 0, 1, 50_000, 77_777, 99_999 })
        {
            stream.BytesRead = 0;
            Assert.Equal([elements[i]], Found(file, elements[i].Key, 7));
            Assert.InRange(stream.BytesRead, 1, 2 * SnapshotFormat.BlockBytesTarget);
        }

        Assert.Empty(Found(file, KeyBytes("00005000x"), 7));
    }

    [Fact]
    public void Timers_are_found_by_time()
    {
        using var file = Open(Written(SampleStates.Headers, SampleStates.Elements, blockBytes: 1));
        var timers = SampleStates.Elements.Where(e => e.State == 4).ToArray();
        Assert.Equal(timers[1..3], Rest(file.Read(3, 4, SortKeyRange.Prefix(SortKey.OfTime(0)))));
        Assert.Equal(timers[..1], Rest(file.Read(3, 4, new SortKeyRange(default, SortKey.OfTime(0)))));
        Assert.Equal(timers[3..], Rest(file.Read(3, 4, SortKeyRange.After(SortKey.OfTime(0)))));
        Assert.Empty(Rest(file.Read(3, 4, SortKeyRange.After(SortKey.OfTime(long.MaxValue)))));
    }

    [Fact]
    public void What_is_out_of_order_is_refused()
    {
        AssertRefused("the order of the bytes", Value(0, 1, "b"), Value(0, 1, "a"));
        AssertRefused("one key twice", Value(0, 1, "a"), Value(0, 1, "a"));
        AssertRefused("times", Value(4, 1, "a") with { Value = Bytes(1L) }, Value(4, 1, "a") with { Value = Bytes(0L) });
        AssertRefused("the order of their numbers", Value(1, 1, "a"), Value(0, 1, "a"));
        AssertRefused("come at once", Value(0, 1, "a"), Value(0, 2, "a"), Value(0, 1, "b"));
        AssertRefused("has no elements of key group -1", Value(0, -1, "a"));
        AssertRefused("has no elements of key group 1", new Element(6, 1, "", "00"));
        AssertRefused("what the number 10 stands for", Value(10, 1, "a"));
        Assert.Throws<InvalidOperationException>(() => Written(w =>
        {
            w.Add(0, SampleStates.Headers[0]);
            w.Add(0, SampleStates.Headers[1]);
        }));
        Assert.Throws<InvalidOperationException>(() => Written(w => w.Complete()));
    }

    [Fact]
    public void A_file_from_which_something_was_kept_out_is_not_completed()
    {
        var writer = new SnapshotFileWriter(new MemoryStream());
        writer.Add(0, SampleStates.Headers[0]);
        Value(0, 1, "b").WriteTo(writer);
        Assert.Throws<InvalidOperationException>(() => Value(0, 1, "a").WriteTo(writer));
        Assert.Contains("has failed", Assert.Throws<InvalidOperationException>(() => writer.Complete()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_checksum_is_that_of_castagnoli() => Assert.Equal(0xE306_9283u, Crc32C.Of("123456789"u8));

    [Fact]
    public void A_prefix_ends_where_its_last_byte_is_the_next_one()
    {
        Assert.Equal(new byte[] { 0x02 }, SortKeyRange.Prefix(new byte[] { 0x01, 0xFF }).To!.Value.ToArray());
        Assert.Null(SortKeyRange.Prefix(new byte[] { 0xFF, 0xFF }).To);
        Assert.Null(SortKeyRange.Prefix(default).To);
    }

    private static Element Value(int state, int group, string key) => new(state, group, KeyBytes(key), Bytes(1L));

    private static List<Element> Found(SnapshotFileReader file, string key, int group = 1) =>
        Rest(file.Read(group, 0, SortKeyRange.Prefix(Convert.FromHexString(key))));

    private static void AssertRefused(string part, params Element[] elements) => Assert.Contains(
        part, Assert.Throws<InvalidOperationException>(() => Written(SampleStates.Headers, elements)).Message, StringComparison.Ordinal);
}
