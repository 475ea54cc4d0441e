using System.Buffers.Binary;
using FlowActors.State.RocksDb.Interop;

namespace FlowActors.StateBackend.RocksDb.Tests.Interop;

/// <summary>
/// Ranges that are deleted between lots in the order of their keys, all in one memtable: with hints for insertion RocksDB before 11.1 put entries where nobody finds them then.
/// </summary>
public sealed class RangeDeletionTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void What_is_written_behind_a_deleted_range_is_found(int seed)
    {
        var random = new Random(seed);
        using var database = _folder.Open();
        var batch = new BatchBuilder(database);
        var model = new SortedDictionary<int, int>();
        for (var round = 0; round < 400; round++)
        {
            batch.Clear();
            foreach (var key in Enumerable.Range(0, 50).Select(_ => random.Next(20_000)).Distinct().Order())
            {
                batch.Put(0, Bytes(key), Bytes(round));
                model[key] = round;
            }

            database.Write(batch.Written);
            if (random.Next(4) != 0) continue;
            var from = random.Next(20_000);
            batch.Clear();
            batch.DeleteRange(0, Bytes(from), Bytes(from + 100));
            database.Write(batch.Written);
            for (var key = from; key < from + 100; key++) model.Remove(key);
        }

        var value = new byte[sizeof(int)];
        for (var key = 0; key < 20_000; key++)
        {
            var length = database.Get(0, Bytes(key), value);
            Assert.Equal(model.TryGetValue(key, out var expected) ? expected : -1, length < 0 ? -1 : BinaryPrimitives.ReadInt32BigEndian(value));
        }

        var found = new List<int>();
        using var entries = database.Iterate(0, [], []);
        for (; entries.IsValid; entries.Next()) found.Add(BinaryPrimitives.ReadInt32BigEndian(entries.Key));
        Assert.Equal(model.Keys, found);
    }

    private static byte[] Bytes(int number)
    {
        var bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        return bytes;
    }
}
