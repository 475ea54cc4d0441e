using System.Text;
using FlowActors.Sources;

namespace FlowActors.Tests.Sources;

public class LineScannerTests
{
    private readonly LineScanner _scanner = new(lineBytesMax: 100);

    [Fact]
    public void A_mark_at_the_beginning_of_a_later_split_is_text()
    {
        // A split from byte 1 on in which no line begins: all that is read of it lies at byte 0.
        Assert.Empty(Read("", position: 0, isLast: true));
        Assert.Equal(["\uFEFFx"], Read("\uFEFFx\n", position: 7, isLast: true));
    }

    [Fact]
    public void A_mark_in_two_chunks_is_skipped()
    {
        var mark = "\uFEFFx\n"u8.ToArray();
        Assert.Empty(Read(mark[..2], position: 0, isLast: false));
        Assert.Equal(["x"], Read(mark[2..], position: 2, isLast: true));
    }

    [Fact]
    public void A_line_that_is_open_at_the_end_of_a_chunk_goes_on_in_the_next()
    {
        Assert.Equal(["a"], Read("a\nb", position: 10, isLast: false));
        Assert.Empty(Read("c", position: 13, isLast: false));
        Assert.Equal(["bcd", "e"], Read("d\ne", position: 14, isLast: true));
    }

    [Fact]
    public void A_line_feed_behind_a_carried_carriage_return_ends_the_line()
    {
        Assert.Empty(Read("a\r", position: 0, isLast: false));
        Assert.Equal(["a", ""], Read("\n\r", position: 2, isLast: true));
    }

    [Fact]
    public void Lines_before_between_and_behind_other_characters_are_read_alike() =>
        Assert.Equal(["ascii", "é", "ascii", "é", "", "ascii"], Read("ascii\né\nascii\né\n\nascii\n", position: 0, isLast: true));

    private List<string> Read(string text, long position, bool isLast) => Read(Encoding.UTF8.GetBytes(text), position, isLast);

    private List<string> Read(byte[] bytes, long position, bool isLast)
    {
        _scanner.Begin(new Chunk("file", bytes, 0, bytes.Length, position, isLast));
        var lines = new List<string>();
        while (_scanner.TryRead(out var line)) lines.Add(line);
        return lines;
    }
}
