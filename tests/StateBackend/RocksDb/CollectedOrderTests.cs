using CsCheck;
using FlowActors.State.RocksDb.Storage;

namespace FlowActors.StateBackend.Tests.RocksDb;

public sealed class CollectedOrderTests
{
    // With a key group, a part that all have alike, and a rest in which few bytes or all of them differ, some of it beyond what a number holds.
    private static readonly Gen<byte[][]> Keys =
        from shared in Gen.Byte.Array[0, 12]
        from values in Gen.OneOf(2, 256)
        from length in Gen.Int[0, 12]
        from rests in Gen.Select(Gen.Int[0, 3], Gen.Int[0, values - 1].Array[0, length]).Array[1, 400]
        select rests
            .Select(r => (byte[])[0, (byte)r.Item1, .. shared, .. r.Item2.Select(b => (byte)b)])
            .DistinctBy(Convert.ToHexString)
            .ToArray();

    [Fact]
    public void Several_lots_come_in_the_order_of_all_their_keys()
    {
        var order = new CollectedOrder();
        Seeded.Check(
            Gen.Select(Keys, Gen.Int[1, 100]),
            script =>
            {
                var (keys, each) = script;
                var lots = keys.Chunk(each).Select(LotOf).ToList();
                var found = new List<string>();
                foreach (var place in order.Of(lots)) found.Add(Convert.ToHexString(CollectedOrder.KeyOf(lots, place)));
                Assert.Equal(keys.Select(Convert.ToHexString).Order(StringComparer.Ordinal), found);
            });
    }

    private static Lot LotOf(byte[][] keys)
    {
        var lot = new Lot(1 << 20);
        foreach (var key in keys)
        {
            lot.Begin().WriteBytes(key);
            var length = lot.EndKey();
            lot.EndPut(StateDatabase.Points, length);
        }

        return lot;
    }
}
