using CsCheck;
using FlowActors.Serialization;
using FlowActors.State.Memory.Frozen;

namespace FlowActors.StateBackend.Tests.Memory;

/// <summary>The order in which frozen elements are written, against a plain sort.</summary>
public sealed class FrozenOrderTests
{
    // Keys of few letters begin alike often, and are the same often: those of one key stay as they came.
    private static readonly Gen<(int Run, int Steps, string[] Keys)> Groups =
        from run in Gen.OneOf(1, 2, 8, 8_192)
        from steps in Gen.OneOf(1, 5, 1_000)
        from start in Gen.OneOf("", "all begin alike, these too: ")
        from middle in Gen.OneOf("", "a part in the middle")
        from keys in Gen.Select(Gen.String["ab\0"], Gen.String["abcé"]).Array[0, 200]
        select (run, steps, keys.Select(k => start + k.Item1 + middle + k.Item2).ToArray());

    [Fact]
    public void Elements_come_in_the_order_of_bytes_and_equal_ones_as_they_came() => Seeded.Check(
        Groups,
        group =>
        {
            var serializer = SerializerRegistry.Default.GetKey<string>();
            var chunk = new ByteWriter();
            var forms = new List<FrozenForm>();
            foreach (var key in group.Keys)
            {
                var start = chunk.Position;
                serializer.Serialize(chunk, key);
                var end = chunk.Position;
                chunk.WriteInt64(forms.Count);
                forms.Add(new FrozenForm(0, start, start, end, end, end, chunk.Position));
            }

            var expected = Enumerable.Range(0, forms.Count).OrderBy(i => Convert.ToHexString(forms[i].SortKey([chunk])), StringComparer.Ordinal);
            Assert.Equal(expected, Sorted(new FrozenOrder(group.Run), forms, chunk, group.Steps));
        },
        1_000);

    [Fact]
    public void Keys_that_begin_with_others_come_to_an_end_too()
    {
        var chunk = new ByteWriter();
        var forms = new List<FrozenForm>();
        for (var length = 20; length >= 0; length--)
        {
            var start = chunk.Position;
            for (var i = 0; i < length; i++) chunk.WriteByte(0);
            forms.Add(new FrozenForm(0, start, start, chunk.Position, chunk.Position, chunk.Position, chunk.Position));
        }

        Assert.Equal(Enumerable.Range(0, 21), Sorted(new FrozenOrder(), forms, chunk, 1_000).Order());
    }

    private static int[] Sorted(FrozenOrder order, List<FrozenForm> forms, ByteWriter chunk, int stepsOfCall)
    {
        order.Begin(forms.Count);
        var steps = 0;
        do steps = stepsOfCall;
        while (!order.Sort(forms.ToArray(), [chunk], ref steps));
        return [.. Enumerable.Range(0, forms.Count).Select(place => order[place])];
    }
}
