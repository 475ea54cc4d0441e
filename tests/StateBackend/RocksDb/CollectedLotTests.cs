using FlowActors.State.RocksDb.Budget;
using FlowActors.State.RocksDb.Storage;

namespace FlowActors.StateBackend.Tests.RocksDb;

/// <summary>The memory of values that are collected.</summary>
public sealed class CollectedLotTests : IDisposable
{
    private readonly StateMemory _memory = new(64 << 20);

    public void Dispose() => _memory.Dispose();

    [Fact]
    public void Objects_have_its_memory_again_once_the_database_has_the_values()
    {
        using var collected = new CollectedLot(_memory, fileMin: 10);
        for (var round = 0; round < 3; round++)
        {
            Assert.InRange(Collect(collected, valueBytes: 1_000, atMost: 5_000), 5_000, 5_000);
            Assert.InRange(_memory.Objects.Held, 5_000_000, 30_000_000);
            Assert.True(collected.TryHandOver());
            collected.Clear();
            Assert.Equal(0, _memory.Objects.Held);
            Assert.False(collected.IsPending);
        }
    }

    [Fact]
    public void Large_values_count_with_all_they_take()
    {
        using var collected = new CollectedLot(_memory, fileMin: 0);
        var count = Collect(collected, valueBytes: 3_000_000, atMost: 1_000);
        // One may be too many; a buffer is twice as large as what is in it at most.
        Assert.InRange(count, 4, ((int)_memory.Objects.Bytes / 3_000_000) + 1);
        Assert.InRange(_memory.Objects.Held, (count - 1) * 3_000_000L, _memory.Objects.Bytes);
        collected.Clear();
        Assert.Equal(0, _memory.Objects.Held);
    }

    private static int Collect(CollectedLot collected, int valueBytes, int atMost)
    {
        collected.Begin();
        for (var i = 0; i < atMost; i++)
        {
            if (collected.Next() is not { } lot) return i;
            var bytes = lot.Begin();
            bytes.WriteInt64(i);
            var key = lot.EndKey();
            bytes.WriteBytes(new byte[valueBytes]);
            lot.EndPut(StateDatabase.Points, key);
        }

        return atMost;
    }
}
