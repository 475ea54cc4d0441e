using System.Text;
using FlowActors.Sources;
using FlowActors.Tests.Harness;

namespace FlowActors.Tests.Sources.TextFiles;

/// <summary>Files in gzip are read as the texts that they hold.</summary>
public sealed class GzipFilesTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("text.gz")]
    [InlineData("TEXT.GZ")]
    [InlineData("text.log")]
    public async Task A_file_that_begins_as_gzip_is_read_decompressed_by_one_subtask_whatever_its_name(string name)
    {
        var text = GzipBytes.Lines(2000);
        var path = _folder.Write(name, GzipBytes.Of(text[..7000], text[7000..]));
        foreach (var bufferBytes in (int[])[1, 300, 1 << 20])
        {
            var source = new TextFileSource([path], new TextFileSettings { SplitBytes = 100, BufferBytes = bufferBytes });
            Assert.Equal(new FileInfo(path).Length, source.TotalBytes);
            var bytes = 0L;
            var shares = await SourceHarness<string>.ReadAllAsync(
                source, 2, context => bytes += context.GetLongCounter(TextFileSource.BytesReadAccumulator).Value);
            Assert.Equal([[.. text.Split('\n')], []], shares);
            Assert.Equal(source.TotalBytes, bytes);
        }
    }

    [Fact]
    public async Task Gzip_is_found_by_file_folder_and_pattern_and_read_with_texts_together()
    {
        _folder.Write("in/a.txt.gz", GzipBytes.Of("one\n", "two"));
        _folder.Write("in/b.txt", "three");
        foreach (var input in (string[])["in", "in/*", "**/*.*"]) Assert.Equal(["one", "two", "three"], await ReadAsync(new TextFileSource([_folder[input]])));
        Assert.Equal(["one", "two"], await ReadAsync(new TextFileSource([_folder["in/a.txt.gz"]])));
    }

    [Fact]
    public async Task A_text_is_read_in_its_encoding_and_no_text_is_refused()
    {
        var path = _folder.Write("text", GzipBytes.Of([.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("zwölf\n€")]));
        Assert.Equal(["zwölf", "€"], await ReadAsync(new TextFileSource([path])));
        path = _folder.Write("latin", GzipBytes.Of(Encoding.Latin1.GetBytes("zwölf")));
        Assert.Equal(["zwölf"], await ReadAsync(new TextFileSource([path], new TextFileSettings { Encoding = Encoding.Latin1 })));
        path = _folder.Write("binary", GzipBytes.Of("a\0b"));
        var e = Assert.Throws<JobValidationException>(new TextFileSource([path]).Validate);
        Assert.Contains("binary' has a NUL at byte 1", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5000)]
    public async Task Standard_input_and_pipes_are_decompressed_too(int bufferBytes)
    {
        var settings = new TextFileSettings { BufferBytes = bufferBytes };
        Assert.Equal(["one", "two"], await ReadAsync(new TextFileSource(["-"], settings, () => new MemoryStream(GzipBytes.Of("one\ntwo")))));
        if (!OperatingSystem.IsLinux()) return;
        var pipe = UnixFiles.MakePipe(_folder["pipe"]);
        var writer = Task.Run(() => File.WriteAllBytes(pipe, GzipBytes.Of("one\n", "two")));
        Assert.Equal(["one", "two"], await ReadAsync(new TextFileSource([pipe], settings)));
        await writer;
    }

    [Theory]
    [InlineData("text", "does not begin with the bytes 1F 8B 08")]
    [InlineData("", "is empty")]
    public void What_is_called_gzip_and_is_none_is_refused(string text, string message)
    {
        _folder.Write("in/a.gz", text);
        foreach (var input in (string[])["in/a.gz", "in", "in/*.gz"])
        {
            var e = Assert.Throws<JobValidationException>(new TextFileSource([_folder[input]]).Validate);
            Assert.Contains($"in/a.gz' {message}, so it is no gzip, as its name says.", e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Gzip_that_is_cut_off_near_its_beginning_is_refused()
    {
        var path = _folder.Write("a.gz", GzipBytes.Of("text")[..^1]);
        var e = Assert.Throws<JobValidationException>(new TextFileSource([path]).Validate);
        Assert.Contains("a.gz', decompressed, cannot be read on at byte 4: its gzip is cut off here. Get the file again", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    [InlineData(5000)]
    public async Task Gzip_that_is_cut_off_further_on_fails_with_file_and_position_and_gives_no_line_that_is_not_in_it(int missing)
    {
        var text = GzipBytes.Lines(5000);
        var path = _folder.Write("a.gz", GzipBytes.Of(text)[..^missing]);
        using var harness = new SourceHarness<string>(new TextFileSource([path]));
        var e = await Assert.ThrowsAsync<IOException>(harness.ReadToEndAsync);
        Assert.Equal(text.Split('\n').Take(harness.Output.Values.Count), harness.Output.Values);
        Assert.InRange(text.Length - Position(e.Message), missing < 10 ? 0 : 1, text.Length / 2);
        Assert.EndsWith(": its gzip is cut off here. Get the file again from where it came (gzip -t tells whether it is whole), and run the job again.", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gzip_that_is_damaged_fails_with_file_and_position()
    {
        var gzip = GzipBytes.Of(GzipBytes.Lines(5000));
        gzip[^20] ^= 1;
        using var harness = new SourceHarness<string>(new TextFileSource([_folder.Write("a.gz", gzip)]));
        var e = await Assert.ThrowsAsync<IOException>(harness.ReadToEndAsync);
        Assert.Contains("its bytes or their checksum are damaged. Get the file again", e.Message, StringComparison.Ordinal);
        Assert.True(Position(e.Message) > 10_000);
    }

    [Fact]
    public async Task A_file_that_lost_a_member_is_shorter_than_it_was()
    {
        var source = new TextFileSource([_folder.Write("a.gz", GzipBytes.Of("one\n", "two\n"))]);
        source.Validate();
        _folder.Write("a.gz", GzipBytes.Of("one\n"));
        using var harness = new SourceHarness<string>(source);
        var e = await Assert.ThrowsAsync<IOException>(harness.ReadToEndAsync);
        Assert.Contains("a.gz', decompressed, cannot be read on at byte 4: it ends here, but was at least", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_grew_is_read_as_far_as_it_was_long()
    {
        var source = new TextFileSource([_folder.Write("a.gz", GzipBytes.Of("one\n"))]);
        source.Validate();
        await using (var more = File.Open(_folder["a.gz"], FileMode.Append)) more.Write(GzipBytes.Of("two\n"));
        Assert.Equal(["one"], await ReadAsync(source));
    }

    private static int Position(string message)
    {
        const string before = "a.gz', decompressed, cannot be read on at byte ";
        var start = message.IndexOf(before, StringComparison.Ordinal) + before.Length;
        return int.Parse(message[start..message.IndexOf(':', start)], System.Globalization.CultureInfo.InvariantCulture);
    }

    private static async Task<List<string>> ReadAsync(TextFileSource source)
    {
        using var harness = new SourceHarness<string>(source);
        return await harness.ReadToEndAsync();
    }
}
