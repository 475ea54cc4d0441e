using FlowActors.Elements;

namespace FlowActors.Tests.Elements;

public sealed class BatchTests
{
    [Fact]
    public void Records_come_back_in_the_order_they_were_added()
    {
        var batch = new Batch<int>(1);
        for (var i = 0; i < 5_000; i++) batch.Add(i, Timestamps.None);

        Assert.Equal(Enumerable.Range(0, 5_000), batch.Values.ToArray());
        Assert.Equal(5_000, batch.Count);
    }

    [Fact]
    public void A_batch_without_timestamps_has_an_empty_list_of_them()
    {
        var batch = new Batch<int>(4);
        batch.Add(1, Timestamps.None);

        Assert.True(batch.Timestamps.IsEmpty);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(700)]
    public void The_first_timestamp_may_come_late(int first)
    {
        var batch = new Batch<int>(64);
        for (var i = 0; i < 1_000; i++) batch.Add(i, i < first ? Timestamps.None : i * 10L);

        var expected = Enumerable.Range(0, 1_000).Select(i => i < first ? Timestamps.None : i * 10L);
        Assert.Equal(expected, batch.Timestamps.ToArray());
    }

    [Fact]
    public void A_record_without_timestamp_among_others_keeps_its_place()
    {
        var batch = new Batch<int>(2);
        batch.Add(1, 10);
        batch.Add(2, Timestamps.None);
        batch.Add(3, 30);

        Assert.Equal([10, Timestamps.None, 30], batch.Timestamps.ToArray());
    }

    [Fact]
    public void A_mark_knows_how_many_records_came_before_it()
    {
        var batch = new Batch<int>(4);
        batch.Mark(ControlKind.Active, 0);
        batch.Add(1, Timestamps.None);
        batch.Add(2, Timestamps.None);
        batch.Mark(ControlKind.Watermark, 7);
        batch.Mark(ControlKind.Barrier, 3);

        Assert.Equal(
            [new(0, ControlKind.Active, 0), new(2, ControlKind.Watermark, 7), new(2, ControlKind.Barrier, 3)],
            batch.Marks.ToArray());
    }

    [Fact]
    public void A_later_watermark_replaces_one_at_the_same_position()
    {
        var batch = new Batch<int>(4);
        batch.Mark(ControlKind.Watermark, 1);
        batch.Mark(ControlKind.Watermark, 2);
        batch.Add(1, Timestamps.None);
        batch.Mark(ControlKind.Watermark, 3);
        batch.Mark(ControlKind.Watermark, 4);

        Assert.Equal([new(0, ControlKind.Watermark, 2), new(1, ControlKind.Watermark, 4)], batch.Marks.ToArray());
    }

    [Fact]
    public void A_watermark_that_goes_back_takes_no_other_ones_place()
    {
        var batch = new Batch<string>(4);
        batch.Mark(ControlKind.Watermark, 3);
        batch.Mark(ControlKind.Watermark, 1);
        batch.Mark(ControlKind.Watermark, 2);
        Assert.Equal([new(0, ControlKind.Watermark, 3), new(0, ControlKind.Watermark, 2)], batch.Marks.ToArray());
    }

    [Fact]
    public void A_watermark_does_not_replace_one_before_another_mark()
    {
        var batch = new Batch<int>(4);
        batch.Mark(ControlKind.Watermark, 1);
        batch.Mark(ControlKind.Idle, 0);
        batch.Mark(ControlKind.Watermark, 2);

        Assert.Equal(3, batch.MarkCount);
    }

    [Fact]
    public void A_batch_with_marks_only_is_not_empty()
    {
        var batch = new Batch<int>(4);
        Assert.True(batch.IsEmpty);
        batch.Mark(ControlKind.Watermark, 1);

        Assert.False(batch.IsEmpty);
    }

    [Fact]
    public void A_batch_that_is_used_again_has_no_timestamps_of_its_former_life()
    {
        var pool = new BatchPool<int>(1);
        var batch = pool.Rent();
        for (var i = 0; i < 100; i++) batch.Add(i, 999);
        batch.Mark(ControlKind.EndOfInput, 0);
        batch.Release();

        var again = pool.Rent();
        Assert.Same(batch, again);
        Assert.True(again.IsEmpty);
        again.Add(1, Timestamps.None);
        again.Add(2, 20);
        Assert.Equal([Timestamps.None, 20], again.Timestamps.ToArray());
    }

    [Fact]
    public void A_decoded_batch_has_room_for_exactly_what_was_said()
    {
        var batch = new Batch<int>(2);
        var values = batch.Fill(300, hasTimestamps: true, out var timestamps);
        for (var i = 0; i < 300; i++)
        {
            values[i] = i;
            timestamps[i] = -i;
        }

        Assert.Equal(300, timestamps.Length);
        Assert.Equal(Enumerable.Range(0, 300), batch.Values.ToArray());
        Assert.Equal(Enumerable.Range(0, 300).Select(i => -(long)i), batch.Timestamps.ToArray());
    }
}
