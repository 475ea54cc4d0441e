using FlowActors.Elements;

namespace FlowActors.Runtime.Tests.Exchange;

public sealed class BatchSizerTests
{
    [Fact]
    public void Before_anything_is_known_batches_are_small()
    {
        Assert.Equal(16, OutputTests.Sizer<int>(1_024, 65_536).RecordsPerBatch);
        Assert.Equal(5, OutputTests.Sizer<int>(5, 65_536).RecordsPerBatch);
    }

    [Fact]
    public void Small_records_fill_batches_by_number() =>
        Assert.Equal(1_024, OutputTests.Sizer<int>(1_024, 65_536).Next(Of(1, 2, 3)));

    [Fact]
    public void A_record_above_the_limit_is_a_batch_of_its_own() =>
        Assert.Equal(1, OutputTests.Sizer<string>(1_024, 65_536).Next(Of(new string('x', 100_000))));

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
        Assert.Equal(1, sizer.Next(Of(record)));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4_000_000);
    }

    [Fact]
    public void A_turn_to_large_records_is_noticed_at_once()
    {
        var sizer = OutputTests.Sizer<string>(1_024, 65_536);
        for (var i = 0; i < 5; i++) sizer.Next(Of("x"));
        Assert.InRange(sizer.Next(Of(new string('x', 10_000))), 1, 14);
    }

    [Fact]
    public void After_large_records_batches_grow_again()
    {
        var sizer = OutputTests.Sizer<string>(1_024, 65_536);
        sizer.Next(Of(new string('x', 100_000)));
        var batches = 0;
        while (sizer.RecordsPerBatch < 1_024 && batches < 1_000)
        {
            sizer.Next(Of("x"));
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
        Assert.Equal(16, sizer.Next(marks));
        Assert.Equal(6, sizer.Next(Of(new string('x', 10_000))));
    }

    private static Batch<T> Of<T>(params T[] values)
    {
        var batch = new Batch<T>(values.Length);
        foreach (var value in values) batch.Add(value, Timestamps.None);
        return batch;
    }
}
