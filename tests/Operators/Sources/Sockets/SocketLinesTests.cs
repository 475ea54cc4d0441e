using System.Text;
using FlowActors.Sources;

namespace FlowActors.Tests.Sources;

public sealed class SocketLinesTests
{
    [Fact]
    public void Lines_are_the_same_however_the_bytes_come()
    {
        string[] pieces = ["a", "é", "\r", "\n", "\r\n", "\n\n", "long enough", "😀", "\uFFFD"];
        for (var seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            var text = string.Concat(Enumerable.Range(0, random.Next(30)).Select(_ => pieces[random.Next(pieces.Length)]));
            Assert.Equal(NaiveLinesOf(text), Read(Encoding.UTF8.GetBytes(text), random));
        }
    }

    [Theory]
    [InlineData("12345\n", true)]
    [InlineData("12345\r\n", true)]
    [InlineData("12345", true)]
    [InlineData("123456\n", false)]
    [InlineData("123456", false)]
    [InlineData("1234567890", false)]
    public void A_line_may_be_as_long_as_the_limit(string text, bool fits)
    {
        for (var seed = 0; seed < 20; seed++)
        {
            List<string> Lines() => Read(Encoding.UTF8.GetBytes(text), new Random(seed), lineBytesMax: 5);
            if (fits) Assert.Equal(["12345"], Lines());
            else Assert.Contains("longer than 5 bytes", Assert.Throws<InvalidDataException>(Lines).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_part_of_a_line_is_dropped_with_its_connection()
    {
        var lines = new SocketLines(100);
        lines.Add("a\nb"u8.ToArray(), 3);
        Assert.True(lines.TryRead(out _));
        Assert.False(lines.TryRead(out _));
        Assert.True(lines.DropTorn());
        Assert.False(lines.DropTorn());
        lines.Add("c\n"u8.ToArray(), 2);
        Assert.True(lines.TryRead(out var line));
        Assert.Equal("c", line);
    }

    private static List<string> Read(byte[] bytes, Random random, int lineBytesMax = 1_000)
    {
        var lines = new SocketLines(lineBytesMax);
        var read = new List<string>();
        for (var at = 0; at < bytes.Length;)
        {
            var length = Math.Min(random.Next(1, 8), bytes.Length - at);
            lines.Add(bytes[at..(at + length)], length);
            while (lines.TryRead(out var line)) read.Add(line);
            at += length;
        }

        lines.Close();
        while (lines.TryRead(out var line)) read.Add(line);
        return read;
    }

    private static List<string> NaiveLinesOf(string text)
    {
        var lines = text.Split('\n').ToList();
        if (lines[^1].Length == 0) lines.RemoveAt(lines.Count - 1);
        return [.. lines.Select(l => l.EndsWith('\r') ? l[..^1] : l)];
    }
}
