using FlowActors.Operators;
using System.Text;
using FlowActors.Sources;
using FlowActors.Tests.Harness;

namespace FlowActors.Tests.Sources;

public sealed class TextEncodingTests : IDisposable
{
    private const string Text = "one\r\nzwölf €\n\U0001F600\n\nlast";
    private static readonly string[] Lines = ["one", "zwölf €", "\U0001F600", "", "last"];
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-32")]
    [InlineData("utf-32BE")]
    public async Task A_text_with_a_mark_is_read_in_its_encoding_for_any_buffers_and_subtasks(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        var path = _folder.Write("text", [.. encoding.GetPreamble(), .. encoding.GetBytes(Text)]);
        foreach (var bufferBytes in new[] { 1, 3, 5000 })
        {
            var settings = new TextFileSettings { BufferBytes = bufferBytes, SplitBytes = 7 };
            Assert.Equal(Lines, await ReadAsync(new TextFileSource([path], settings)));
            Assert.Equal(Lines, await ReadAsync(new TextFileSource([path], settings with { Encoding = encoding })));
            var shares = await SourceHarness<string>.ReadAllAsync(new TextFileSource([path], settings), 3);
            Assert.Equal(Lines.Order(StringComparer.Ordinal), shares.SelectMany(share => share).Order(StringComparer.Ordinal));
            var stream = new TextFileSource(["-"], settings, () => File.OpenRead(path));
            Assert.Equal(Lines, await ReadAsync(stream));
        }
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-32")]
    [InlineData("utf-8")]
    public async Task A_text_without_a_mark_is_read_in_the_encoding_that_is_set(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        var path = _folder.Write("text", encoding.GetBytes(Text));
        Assert.Equal(Lines, await ReadAsync(new TextFileSource([path], new TextFileSettings { Encoding = encoding, SplitBytes = 3 })));
    }

    [Fact]
    public async Task Encodings_of_one_byte_are_read_too()
    {
        var path = _folder.Write("text", [(byte)'z', 0xF6, (byte)'\n', 0xFF]);
        Assert.Equal(["zö", "ÿ"], await ReadAsync(new TextFileSource([path], new TextFileSettings { Encoding = Encoding.Latin1 })));
    }

    [Fact]
    public async Task Files_of_several_encodings_with_marks_are_read_together()
    {
        foreach (var encoding in new[] { Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode })
            _folder.Write(encoding.WebName, [.. encoding.GetPreamble(), .. encoding.GetBytes("zwölf\n")]);
        _folder.Write("plain", "zwölf\n");
        _folder.Write("empty", "");
        _folder.Write("mark-only", Encoding.Unicode.GetPreamble());
        Assert.Equal(Enumerable.Repeat("zwölf", 4), await ReadAsync(new TextFileSource([_folder.Path])));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4095)]
    public void A_NUL_at_the_beginning_of_a_file_without_a_mark_is_refused_naming_the_setting(int position)
    {
        var bytes = Enumerable.Repeat((byte)'x', 5000).ToArray();
        bytes[position] = 0;
        var path = _folder.Write("in/text", bytes);
        foreach (var input in new[] { path, _folder["in"], _folder["i*/*"] })
        {
            var e = Assert.Throws<JobValidationException>(new TextFileSource([input]).Validate);
            Assert.Contains($"'{path}' has a NUL at byte {position} and no byte order mark", e.Message, StringComparison.Ordinal);
            Assert.Contains("TextFileSettings.Encoding", e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void UTF16_without_a_mark_is_refused() =>
        Assert.Throws<JobValidationException>(new TextFileSource([_folder.Write("text", Encoding.Unicode.GetBytes("text"))]).Validate);

    [Fact]
    public async Task A_NUL_further_on_or_in_a_text_with_a_mark_or_a_setting_is_a_character()
    {
        var late = new string('x', 4096) + "\0";
        Assert.Equal([late], await ReadAsync(new TextFileSource([_folder.Write("late", late)])));
        Assert.Equal(["a\0b"], await ReadAsync(new TextFileSource([_folder.Write("marked", "\uFEFFa\0b")])));
        Assert.Equal(["a\0b"], await ReadAsync(new TextFileSource([_folder.Write("set", "a\0b")], new TextFileSettings { Encoding = Encoding.UTF8 })));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(10_000)]
    public async Task A_NUL_at_the_beginning_of_a_stream_fails_the_job(int bufferBytes)
    {
        foreach (var position in new[] { 0, 7, 4095 })
        {
            var bytes = Enumerable.Repeat((byte)'\n', 5000).ToArray();
            bytes[position] = 0;
            var source = new TextFileSource(["-"], new TextFileSettings { BufferBytes = bufferBytes }, () => new MemoryStream(bytes));
            var e = await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync(source));
            Assert.Contains($"'-' has a NUL at byte {position} and no byte order mark", e.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("utf-16", "utf-16BE")]
    [InlineData("utf-16", "utf-8")]
    [InlineData("utf-8", "utf-16")]
    [InlineData("utf-32", "utf-16")]
    [InlineData("utf-8", "iso-8859-1")]
    public async Task A_mark_of_another_encoding_than_the_set_one_is_refused(string mark, string set)
    {
        var path = _folder.Write("text", [.. Encoding.GetEncoding(mark).GetPreamble(), .. Encoding.GetEncoding(mark).GetBytes("text")]);
        var settings = new TextFileSettings { Encoding = Encoding.GetEncoding(set) };
        var e = Assert.Throws<JobValidationException>(new TextFileSource([path], settings).Validate);
        Assert.Contains($"begins with the byte order mark of {mark}, but TextFileSettings.Encoding is {set}", e.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync(new TextFileSource(["-"], settings, () => File.OpenRead(path))));
    }

    [Fact]
    public async Task What_is_no_UTF16_is_replaced_and_counted()
    {
        // A low surrogate on its own, a high one before another character, half a code unit at the end.
        byte[] text = [0xFF, 0xFE, .. "a"u8, 0, 0x00, 0xDC, .. "\n"u8, 0, 0x00, 0xD8, .. "b"u8, 0, .. "c"u8];
        var path = _folder.Write("text", text);
        foreach (var bufferBytes in new[] { 1, 5000 })
        {
            using var harness = new SourceHarness<string>(new TextFileSource([path, _folder.Write("more", text)], new TextFileSettings { BufferBytes = bufferBytes }));
            Assert.Equal(["a\uFFFD", "\uFFFDb\uFFFD", "a\uFFFD", "\uFFFDb\uFFFD"], await harness.ReadToEndAsync());
            Assert.Equal(6, harness.Context.GetLongCounter(TextFileSource.InvalidUtf8Accumulator).Value);
            Assert.Equal(6, harness.Context.TestMetrics.Counters["numInvalidUtf8Sequences"].Value);
        }
    }

    [Fact]
    public async Task Bytes_read_are_those_of_the_file_in_any_encoding()
    {
        var path = _folder.Write("text", [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(new string('€', 10_000) + "\n")]);
        var source = new TextFileSource([path], new TextFileSettings { BufferBytes = 1000 });
        using var harness = new SourceHarness<string>(source);
        await harness.ReadToEndAsync();
        Assert.Equal(20_004, source.TotalBytes);
        Assert.Equal(20_004, harness.Context.GetLongCounter(TextFileSource.BytesReadAccumulator).Value);
    }

    [Fact]
    public async Task A_file_in_UTF16_that_became_shorter_fails_with_its_name_and_position()
    {
        var source = new TextFileSource([_folder.Write("short", [0xFF, 0xFE, .. "a"u8, 0, .. "\n"u8, 0])]);
        source.Validate();
        _folder.Write("short", [0xFF, 0xFE, .. "a"u8, 0]);
        var e = await Assert.ThrowsAsync<IOException>(() => ReadAsync(source));
        Assert.Contains("short' cannot be read on at byte 4: it ends here, but was at least 6 bytes long", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_grows_is_read_to_the_end_of_the_line_that_was_open()
    {
        var utf8 = _folder.Write("utf8", "one\ntw");
        var source = new TextFileSource([utf8]);
        source.Validate();
        await File.AppendAllTextAsync(utf8, "o\nthree\n");
        Assert.Equal(["one", "two"], await ReadAsync(source));
    }

    [Fact]
    public async Task A_line_above_the_limit_is_measured_as_UTF8()
    {
        var path = _folder.Write("long", [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("€€\n€€€\n")]);
        var e = await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync(new TextFileSource([path], new TextFileSettings { LineBytesMax = 8 })));
        Assert.Contains($"begins at byte 10 of '{path}' as UTF-8 is longer than 8 bytes", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a\n")]
    [InlineData("ﬀ\n")] // its first byte may begin a mark
    public async Task A_line_of_a_stream_is_there_before_more_comes(string line)
    {
        var source = new TextFileSource(["-"], null, () => new SlowStream(Encoding.UTF8.GetBytes(line)));
        using var harness = new SourceHarness<string>(source);
        harness.Output.MakeRoom(1);
        while (harness.Output.Values.Count == 0)
        {
            Assert.NotEqual(Progress.Done, harness.Poll());
            if (harness.Output.Values.Count == 0) await harness.Context.WokenAsync();
        }

        Assert.Equal([line.TrimEnd()], harness.Output.Values);
    }

    private static async Task<List<string>> ReadAsync(TextFileSource source)
    {
        using var harness = new SourceHarness<string>(source);
        return await harness.ReadToEndAsync();
    }
}
