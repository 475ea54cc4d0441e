using CsCheck;
using FlowActors.Elements;
using FlowActors.Runtime.Exchange;
using FlowActors.Runtime.Transport.Frames;
using FlowActors.Serialization;
using ControlKind = FlowActors.Elements.ControlKind;

namespace FlowActors.Runtime.Tests.Exchange;

public sealed class BatchCodecTests
{
    private static readonly Gen<Batch<string>> Batches = Gen.Select(
        Gen.String[0, 20].Select(Gen.OneOf(Gen.Const(Timestamps.None), Gen.Long)).Array[0, 200],
        Gen.Select(Gen.Int[0, 200], Gen.Int[0, 4], Gen.Long).Array[0, 40],
        Make);

    [Fact]
    public void What_is_encoded_is_decoded() => Seeded.Check(
        Batches,
        batch =>
        {
            var decoded = new Batch<string>(0);
            Codec<string>().Decode(Encode(batch), decoded);

            Assert.Equal(batch.Values.ToArray(), decoded.Values.ToArray());
            Assert.Equal(batch.Timestamps.ToArray(), decoded.Timestamps.ToArray());
            Assert.Equal(batch.Marks.ToArray(), decoded.Marks.ToArray());
        },
        500);

    [Fact]
    public void A_codec_is_used_again_and_again()
    {
        var codec = Codec<int>();
        for (var count = 100_000; count > 0; count /= 10)
        {
            var batch = new Batch<int>(count);
            for (var i = 0; i < count; i++) batch.Add(i, i);
            var message = FrameBuffer.Rent();
            codec.Encode(batch, 0, message, int.MaxValue, int.MaxValue);
            var decoded = new Batch<int>(0);
            codec.Decode(message.Message, decoded);
            message.Return();
            Assert.Equal(count, decoded.Count);
            Assert.Equal(count - 1, decoded.Timestamps[^1]);
        }
    }

    [Fact]
    public void The_pieces_of_a_batch_are_no_larger_than_asked_for_and_make_the_batch_again() => Seeded.Check(
        Gen.Select(Batches, Gen.Int[1, 400]),
        sample =>
        {
            var (batch, pieceBytes) = sample;
            var codec = Codec<string>();
            var whole = new Batch<string>(0);
            var from = 0;
            do
            {
                var message = FrameBuffer.Rent();
                var to = codec.Encode(batch, from, message, pieceBytes, int.MaxValue);
                Assert.True(to - from == 1 || message.Length <= pieceBytes || batch.Count == 0, $"{to - from} records in {message.Length} bytes.");
                var piece = new Batch<string>(0);
                codec.Decode(message.Message, piece);
                message.Return();
                Append(whole, piece);
                Assert.Equal(to, whole.Count);
                from = to;
            }
            while (from < batch.Count);

            Assert.Equal(batch.Values.ToArray(), whole.Values.ToArray());
            Assert.Equal(batch.Timestamps.ToArray(), whole.Timestamps.ToArray());
            Assert.Equal(batch.Marks.ToArray(), whole.Marks.ToArray());
        },
        500);

    [Fact]
    public void Timestamps_and_marks_count_too()
    {
        var batch = new Batch<int>(1_000);
        for (var i = 0; i < 1_000; i++)
        {
            batch.Mark(ControlKind.Watermark, i);
            batch.Add(i, i);
        }

        var cuts = Cuts(batch, 2_000);
        Assert.InRange(cuts.Length, 1_000 * (4 + 8 + 10) / 2_000, 60);
    }

    [Fact]
    public void Numbers_and_structs_of_them_are_split_too()
    {
        var numbers = new Batch<int>(100);
        for (var i = 0; i < 100; i++) numbers.Add(i, Timestamps.None);
        Assert.Equal([24, 48, 72, 96, 100], Cuts(numbers, 100));
        var pairs = new Batch<(int, int)>(100);
        for (var i = 0; i < 30; i++) pairs.Add((i, i), Timestamps.None);
        Assert.Equal([12, 24, 30], Cuts(pairs, 100));
        Assert.Equal([1, 2], Cuts(numbers, 1)[..2]);
    }

    [Fact]
    public void Truncated_bytes_are_refused() => Seeded.Check(
        Batches.SelectMany(batch => Gen.Int[0, 100].Select(share => (Bytes: Encode(batch), Share: share))),
        cut => Assert.Throws<SerializationException>(
            () => Codec<string>().Decode(cut.Bytes.AsSpan(0, Math.Min(cut.Bytes.Length - 1, cut.Bytes.Length * cut.Share / 100)), new Batch<string>(0))),
        500);

    [Fact]
    public void Corrupt_bytes_give_another_batch_or_are_refused_and_never_anything_else() => Seeded.Check(
        Gen.Select(Batches, Gen.Int[0, 1 << 20], Gen.Byte),
        damage =>
        {
            var bytes = Encode(damage.Item1);
            bytes[damage.Item2 % bytes.Length] = damage.Item3;
            var decoded = new Batch<string>(0);
            try
            {
                Codec<string>().Decode(bytes, decoded);
                Assert.All(decoded.Marks.ToArray(), m => Assert.InRange(m.Position, 0, decoded.Count));
            }
            catch (SerializationException)
            {
            }
        },
        3_000);

    [Theory]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0x07, 0, 0 })] // two billion records
    [InlineData(new byte[] { 0, 0xFF, 0xFF, 0xFF, 0xFF, 0x07, 0 })] // two billion marks
    [InlineData(new byte[] { 0, 0, 7 })] // flags of the future
    [InlineData(new byte[] { 0, 0, 0, 1 })] // a byte too many
    [InlineData(new byte[] { 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0 })] // a mark behind the last record
    [InlineData(new byte[] { 0, 1, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0, 0 })] // an unknown mark
    public void Bytes_of_no_batch_are_refused_before_anything_is_allocated(byte[] bytes)
    {
        var codec = Codec<int>();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var refused = Assert.Throws<SerializationException>(() => codec.Decode(bytes, new Batch<int>(0)));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        Assert.Contains("not those of a batch of Int32", refused.Message, StringComparison.Ordinal);
    }

    private static BatchCodec<T> Codec<T>() => new(SerializerRegistry.Default.Get<T>());

    private static int[] Cuts<T>(Batch<T> batch, int pieceBytes)
    {
        var cuts = new List<int> { 0 };
        while (cuts[^1] < batch.Count)
        {
            var message = FrameBuffer.Rent();
            cuts.Add(Codec<T>().Encode(batch, cuts[^1], message, pieceBytes, int.MaxValue));
            var piece = new Batch<T>(0);
            Codec<T>().Decode(message.Message, piece);
            Assert.Equal(batch.Values[cuts[^2]..cuts[^1]].ToArray(), piece.Values.ToArray());
            message.Return();
        }

        return [.. cuts.Skip(1)];
    }

    private static void Append(Batch<string> whole, Batch<string> piece)
    {
        var mark = 0;
        for (var i = 0; i <= piece.Count; i++)
        {
            while (mark < piece.MarkCount && piece.Marks[mark].Position == i)
            {
                whole.AddMark(new ControlMark(whole.Count, piece.Marks[mark].Kind, piece.Marks[mark].Value));
                mark++;
            }

            if (i < piece.Count) whole.Add(piece.Values[i], piece.Timestamps.IsEmpty ? Timestamps.None : piece.Timestamps[i]);
        }
    }

    private static byte[] Encode(Batch<string> batch)
    {
        var message = FrameBuffer.Rent();
        Codec<string>().Encode(batch, 0, message, int.MaxValue, int.MaxValue);
        var bytes = message.Message.ToArray();
        message.Return();
        return bytes;
    }

    private static Batch<string> Make((string Value, long Timestamp)[] records, (int After, int Kind, long Value)[] marks)
    {
        var batch = new Batch<string>(records.Length);
        foreach (var (record, i) in records.Select((r, i) => (r, i)))
        {
            foreach (var mark in marks.Where(m => m.After == i)) batch.Mark((ControlKind)mark.Kind, mark.Value);
            batch.Add(record.Value, record.Timestamp);
        }

        foreach (var mark in marks.Where(m => m.After >= records.Length)) batch.Mark((ControlKind)mark.Kind, mark.Value);
        return batch;
    }
}
