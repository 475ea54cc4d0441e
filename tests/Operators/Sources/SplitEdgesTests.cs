using System.Text;
using CsCheck;
using FlowActors.Sources;

namespace FlowActors.Tests.Sources;

public class SplitEdgesTests
{
    [Fact]
    public void Splits_of_any_size_put_together_give_the_file_in_order() =>
        Seeded.Check(
            Gen.Select(Gen.OneOf('a', 'b', '\n').Array[0, 60], Gen.Int[1, 20], Gen.Int[1, 20]),
            c =>
            {
                var (text, splitBytes, readBytes) = c;
                var file = Encoding.UTF8.GetBytes(text);
                var read = Enumerable.Range(0, (file.Length + splitBytes - 1) / splitBytes)
                    .SelectMany(i => Read(file, Split(i * splitBytes, Math.Min((i + 1) * splitBytes, file.Length)), readBytes));
                Assert.Equal(file, read);
            },
            5000);

    [Theory]
    [InlineData("one\ntwo\n", 0, 3, "one\n")] // ends before the line end: the line began in it
    [InlineData("one\ntwo\n", 0, 4, "one\n")] // ends with the line end: the next line begins behind it
    [InlineData("one\ntwo\n", 0, 5, "one\ntwo\n")] // ends behind the first byte of the next line
    [InlineData("one\ntwo\n", 4, 8, "two\n")] // begins with a line
    [InlineData("one\ntwo\n", 5, 8, "")] // begins within a line
    [InlineData("one\ntwo", 4, 5, "two")] // the last line has no end
    public void A_line_belongs_to_the_split_that_holds_its_first_byte(string file, long start, long end, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString([.. Read(Encoding.UTF8.GetBytes(file), Split(start, end), 3)]));

    [Fact]
    public void Behind_its_end_a_split_is_read_in_small_pieces_that_grow()
    {
        var edges = new SplitEdges(Split(0, 1_000_000));
        Assert.Equal(262_144, edges.NextReadBytes(0, 262_144));
        Assert.Equal(4_096 + 100_000, edges.NextReadBytes(900_000, 262_144));
        Assert.Equal(4_096, edges.NextReadBytes(1_000_000, 262_144));
        Assert.Equal(50_000, edges.NextReadBytes(1_050_000, 262_144));
        Assert.Equal(262_144, edges.NextReadBytes(9_000_000, 262_144));
        Assert.Equal(262_144, new SplitEdges(Split(0, FileSplit.ToEndOfFile)).NextReadBytes(0, 262_144));
    }

    private static FileSplit Split(long start, long end) => new(default, start, end);

    private static List<byte> Read(byte[] file, FileSplit split, int readBytes)
    {
        var edges = new SplitEdges(split);
        var read = new List<byte>();
        for (var position = edges.ReadFrom; !edges.IsDone && position < file.Length; position += readBytes)
        {
            var bytes = file.AsSpan((int)position, Math.Min(readBytes, file.Length - (int)position));
            read.AddRange(bytes[edges.Take(bytes, position)]);
        }

        return read;
    }
}
