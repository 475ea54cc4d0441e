using FlowActors.Elements;
using FlowActors.Runtime.Exchange;

namespace FlowActors.Runtime.Tests.Exchange;

public sealed class BatchSizerTests
{
    [Fact]
    public void Before_anything_is_known_batches_are_small()
    {
        Assert.Equal(16, OutputTests.Sizer<string>(1_024, 65_536).RecordsPerBatch);
        Assert.Equal(1, OutputTests.Sizer<string>(1_024, 65_536).FirstLook);
        Assert.Equal(5, OutputTests.Sizer<string>(5, 65_536).RecordsPerBatch);
    }

    [Fact]
    public void Small_records_fill_batches_by_number() =>
        Assert.Equal(1_024, Next(OutputTests.Sizer<int>(1_024, 65_536), Of(1, 2, 3)));

    [Fact]
    public void A_record_above_the_limit_is_a_batch_of_its_own() =>
        Assert.Equal(1, Next(OutputTests.Sizer<string>(1_024, 65_536), Of(new string('x', 100_000))));

    [Fact]
    public void What_encoded_batches_weigh_counts_as_much_as_a_sample()
    {
        var sizer = OutputTests.Sizer<string>(1_024, 65_536);
        sizer.Encoded(100, 1_000_000);
        Assert.Equal(6, sizer.RecordsPerBatch);
    }

    [Fact]
    public void To_sample_a_huge_record_takes_little_memory()
    {
        var record = new string('x', 100_000_000);
        var sizer = OutputTests.Sizer<string>(1_024, 65_536);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(1, Next(sizer, Of(record)));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4_000_000);
    }

    [Fact]
    public void A_turn_to_large_records_is_noticed_at_once()
    {
        var sizer = OutputTests.Sizer<string>(1_024, 65_536);
        for (var i = 0; i < 5; i++) Next(sizer, Of("x"));
        Assert.InRange(Next(sizer, Of(new string('x', 10_000))), 1, 14);
    }

    [Fact]
    public void After_large_records_batches_grow_again()
    {
        var sizer = OutputTests.Sizer<string>(1_024, 65_536);
        Next(sizer, Of(new string('x', 100_000)));
        var batches = 0;
        while (sizer.RecordsPerBatch < 1_024 && batches < 1_000)
        {
            Next(sizer, Of("x"));
            batches++;
        }

        Assert.InRange(batches, 1, 200);
    }

    [Fact]
    public void A_first_batch_of_marks_alone_teaches_nothing()
    {
        var sizer = OutputTests.Sizer<string>(1_024, 65_536);
        var marks = new Batch<string>(1);
        marks.Mark(ControlKind.Watermark, 1);
        sizer.Close(marks);
        Assert.Equal(16, sizer.RecordsPerBatch);
        Assert.Equal(6, Next(sizer, Of(new string('x', 10_000))));
    }

    [Theory]
    [InlineData(4_096, false, 128)]
    [InlineData(4_096, true, 102)]
    [InlineData(65_536, true, 1_024)]
    [InlineData(31, false, 1)]
    public void Plain_values_close_a_batch_at_exactly_their_size(int bytes, bool hasTimestamps, int records)
    {
        var sizer = OutputTests.Sizer<Four>(1_024, bytes);
        Close(sizer, hasTimestamps);
        var batch = new Batch<Four>(0);
        var next = sizer.FirstLook;
        while (next > 0)
        {
            while (batch.Count < next) batch.Add(default, hasTimestamps ? 1 : Timestamps.None);
            next = sizer.Look(batch);
        }

        Assert.Equal(records, batch.Count);
    }

    [Fact]
    public void Without_timestamps_the_first_batch_of_plain_values_is_known_too() =>
        Assert.Equal(128, OutputTests.Sizer<Four>(1_024, 4_096).FirstLook);

    [Fact]
    public void A_turn_to_large_records_is_noticed_within_the_batch()
    {
        var sizer = OutputTests.Sizer<string>(1_024, 65_536);
        for (var i = 0; i < 5; i++) Next(sizer, Of("x"));
        var (small, large) = ("x", new string('x', 100_000));
        var batch = new Batch<string>(0);
        var next = sizer.FirstLook;
        while (next > 0)
        {
            while (batch.Count < next) batch.Add(batch.Count < 200 ? small : large, Timestamps.None);
            next = sizer.Look(batch);
        }

        Assert.InRange(batch.Count, 201, 200 + 64);
        Assert.InRange(batch.RecordBytes, 100_000, 64 * 100_010);
    }

    [Fact]
    public void Records_of_steady_size_are_looked_at_four_times_in_a_batch()
    {
        var sizer = OutputTests.Sizer<string>(1_024, 65_536);
        for (var i = 0; i < 40; i++) Next(sizer, Of("x"));
        Assert.Equal(256, sizer.FirstLook);
        Next(sizer, Of(new string('x', 1_000)));
        Assert.Equal(sizer.RecordsPerBatch / 16, sizer.FirstLook);
    }

    [Fact]
    public void A_batch_that_closes_early_is_weighed_by_what_is_known()
    {
        var sizer = OutputTests.Sizer<string>(1_024, 65_536);
        for (var i = 0; i < 40; i++) Next(sizer, Of(new string('x', 98)));
        var batch = Of(new string('x', 98), new string('x', 98));
        sizer.Close(batch);
        Assert.InRange(batch.RecordBytes, 190, 210);
        Assert.InRange(batch.Weight, 190, 210);
    }

    [Fact]
    public void A_block_is_a_sixteenth_of_what_one_channel_would_fill()
    {
        var serializer = Serialization.SerializerRegistry.Default.Get<Four>();
        Assert.Equal(64, new BatchSizer<Four>(serializer, 1_024, 1_024, 65_536).RecordsPerBlock);
        Assert.Equal(8, new BatchSizer<Four>(serializer, 128, 1_024, 65_536).RecordsPerBlock);
        Assert.Equal(8, new BatchSizer<Four>(serializer, 1_024, 1_024, 4_096).RecordsPerBlock);
    }

    private static int Next<T>(BatchSizer<T> sizer, Batch<T> closed)
    {
        sizer.Look(closed);
        sizer.Close(closed);
        return sizer.RecordsPerBatch;
    }

    private static void Close(BatchSizer<Four> sizer, bool hasTimestamps)
    {
        var batch = new Batch<Four>(1);
        batch.Add(default, hasTimestamps ? 1 : Timestamps.None);
        sizer.Close(batch);
    }

    private readonly record struct Four(long A, long B, long C, long D);

    private static Batch<T> Of<T>(params T[] values)
    {
        var batch = new Batch<T>(values.Length);
        foreach (var value in values) batch.Add(value, Timestamps.None);
        return batch;
    }
}
