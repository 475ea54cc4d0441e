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
            var forms = new FrozenForms(new FrozenBuffers());
            foreach (var key in group.Keys) Add(forms, bytes => serializer.Serialize(bytes, key));
            var expected = Enumerable.Range(0, forms.Count).OrderBy(i => Convert.ToHexString(forms.SortKey(i)), StringComparer.Ordinal);
            Assert.Equal(expected, Sorted(new FrozenOrder(group.Run), forms, group.Steps));
        },
        1_000);

    // As many as are sorted by their bytes, of which few or many differ.
    private static readonly Gen<long[]> Numbers =
        from bits in Gen.OneOf(1, 7, 20, 63)
        from high in Gen.OneOf(0L, 1L << 40, long.MinValue)
        from numbers in Gen.Long[0, (1L << bits) - 1].Array[200, 1_200]
        select numbers.Select(n => n ^ high).ToArray();

    [Fact]
    public void Many_numbers_come_in_their_order_too() => Seeded.Check(
        Numbers,
        numbers =>
        {
            var serializer = SerializerRegistry.Default.GetKey<long>();
            var forms = new FrozenForms(new FrozenBuffers());
            foreach (var number in numbers) Add(forms, bytes => serializer.Serialize(bytes, number));
            Assert.Equal(Enumerable.Range(0, numbers.Length).OrderBy(i => numbers[i]), Sorted(new FrozenOrder(), forms, 1_000));
        },
        200);

    [Fact]
    public void Keys_that_begin_with_others_come_to_an_end_too()
    {
        var forms = new FrozenForms(new FrozenBuffers());
        for (var length = 20; length >= 0; length--) Add(forms, bytes => bytes.WriteBytes(new byte[length]));
        Assert.Equal(Enumerable.Range(0, 21), Sorted(new FrozenOrder(), forms, 1_000).Order());
    }

    private static void Add(FrozenForms forms, Action<ByteWriter> writeSortKey)
    {
        var bytes = forms.Begin();
        writeSortKey(bytes);
        var end = bytes.Position;
        bytes.WriteInt64(forms.Count);
        forms.End(0, end, end, end);
    }

    private static int[] Sorted(FrozenOrder order, FrozenForms forms, int stepsOfCall)
    {
        order.Begin(forms);
        var steps = 0;
        do steps = stepsOfCall;
        while (!order.Sort(ref steps));
        return [.. Enumerable.Range(0, forms.Count).Select(place => order[place])];
    }
}
