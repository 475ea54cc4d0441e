using System.Runtime.CompilerServices;
using FlowActors.Elements;

namespace FlowActors.Tests.Elements;

public sealed class BatchPoolTests
{
    [Fact]
    public void A_released_batch_is_rented_again()
    {
        var pool = new BatchPool<int>(2);
        var batch = pool.Rent();
        batch.Release();

        Assert.Same(batch, pool.Rent());
        Assert.NotSame(batch, pool.Rent());
    }

    [Fact]
    public void A_pool_never_holds_more_than_its_limit()
    {
        var pool = new BatchPool<int>(3);
        var first = Enumerable.Range(0, 10).Select(_ => pool.Rent()).ToArray();
        foreach (var batch in first) batch.Release();

        var again = Enumerable.Range(0, 10).Select(_ => pool.Rent()).ToArray();
        Assert.Equal(3, again.Intersect(first).Count());
    }

    [Fact]
    public void A_pool_never_holds_more_bytes_than_it_may()
    {
        var pool = new BatchPool<long>(10, bytesMax: 2 * 100 * sizeof(long), capacityMax: 100);
        var first = Enumerable.Range(0, 10).Select(_ => pool.Rent()).ToArray();
        foreach (var batch in first) batch.Add(1, Timestamps.None);
        foreach (var batch in first) batch.Release();
        Assert.Equal(2 * 100 * sizeof(long), pool.FreeBytes);

        var again = Enumerable.Range(0, 10).Select(_ => pool.Rent()).ToArray();
        Assert.Equal(2, again.Intersect(first).Count());
        Assert.Equal(0, pool.FreeBytes);
    }

    [Fact]
    public void A_batch_without_records_has_no_arrays()
    {
        var batch = new BatchPool<long>(1).Rent();
        Assert.Equal(0, batch.ArrayBytes);
        batch.Mark(ControlKind.Idle, 0);
        Assert.Equal(0, batch.ArrayBytes);
        batch.Add(1, Timestamps.None);
        Assert.Equal(64 * sizeof(long), batch.ArrayBytes);
    }

    [Theory]
    [InlineData(20, 20, 20)]
    [InlineData(300, 256, 256)]
    [InlineData(300, 300, 300)]
    [InlineData(300, 301, 1_200)]
    public void An_array_grows_to_what_batches_take_at_most_and_beyond_if_one_takes_more(int capacityMax, int records, int capacity)
    {
        var batch = new BatchPool<long>(1, capacityMax: capacityMax).Rent();
        for (var i = 0; i < records; i++) batch.Add(i, Timestamps.None);
        Assert.Equal(capacity * sizeof(long), batch.ArrayBytes);
        Assert.Equal(Enumerable.Range(0, records).Select(i => (long)i), batch.Values.ToArray());
    }

    [Fact]
    public void A_closed_pool_takes_nothing_back()
    {
        var pool = new BatchPool<int>(3);
        var held = pool.Rent();
        var free = pool.Rent();
        free.Release();
        pool.Close();
        held.Release();

        Assert.DoesNotContain(pool.Rent(), new[] { held, free });
    }

    [Fact]
    public void The_last_of_several_releases_gives_the_batch_back()
    {
        var pool = new BatchPool<int>(1);
        var batch = pool.Rent();
        batch.Add(7, Timestamps.None);
        batch.Share(3);
        batch.Release();
        batch.Release();
        Assert.Equal([7], batch.Values.ToArray());
        batch.Release();

        Assert.Equal(0, batch.Count);
        Assert.Same(batch, pool.Rent());
    }

    [Fact]
    public void A_pooled_batch_keeps_no_record_alive()
    {
        var pool = new BatchPool<object>(1);
        var record = FillAndRelease(pool);

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        Assert.False(record.IsAlive);
        GC.KeepAlive(pool);
    }

    [Fact]
    public async Task Many_threads_that_release_shared_batches_give_each_back_once()
    {
        const int Receivers = 4;
        const int Rounds = 6_000;
        var pool = new BatchPool<int>(8);
        var batch = pool.Rent();
        var twice = 0;
        using var barrier = new Barrier(Receivers, _ =>
        {
            // Everybody has released: exactly one return, so the batch is there and another rent makes a new one.
            if (!ReferenceEquals(pool.Rent(), batch)) Interlocked.Increment(ref twice);
            var other = pool.Rent();
            if (ReferenceEquals(other, batch)) Interlocked.Increment(ref twice);
            other.Add(1, Timestamps.None);
            batch = other;
            batch.Share(Receivers);
        });
        batch.Share(Receivers);
        var receivers = Enumerable.Range(0, Receivers).Select(_ => Task.Factory.StartNew(
            () =>
            {
                for (var i = 0; i < Rounds / Receivers; i++)
                {
                    batch.Release();
                    barrier.SignalAndWait();
                }
            },
            TaskCreationOptions.LongRunning));

        await Task.WhenAll(receivers).WaitAsync(TimeSpan.FromSeconds(60));

        Assert.Equal(0, twice);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference FillAndRelease(BatchPool<object> pool)
    {
        var record = new object();
        var batch = pool.Rent();
        batch.Add(record, Timestamps.None);
        batch.Release();
        return new WeakReference(record);
    }
}
