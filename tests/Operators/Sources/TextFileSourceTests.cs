using FlowActors.Operators;
using System.Text;
using FlowActors.Sources;
using FlowActors.Tests.Harness;

namespace FlowActors.Tests.Sources;

public sealed class TextFileSourceTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", new string[0])]
    [InlineData("\n", new[] { "" })]
    [InlineData("\r\n", new[] { "" })]
    [InlineData("one\ntwo", new[] { "one", "two" })]
    [InlineData("one\r\ntwo\r\n", new[] { "one", "two" })]
    [InlineData("one\rtwo\n\nthree\r", new[] { "one\rtwo", "", "three" })]
    [InlineData("\uFEFFone\n\uFEFFtwo", new[] { "one", "\uFEFFtwo" })]
    [InlineData("\uFEFF", new string[0])]
    [InlineData("\uFEFF\n", new[] { "" })]
    public async Task Lines_end_with_LF_or_CRLF_and_a_byte_order_mark_is_skipped(string text, string[] lines)
    {
        var path = _folder.Write("text", text);
        Assert.Equal(lines, await ReadAsync(new TextFileSource([path])));
        Assert.Equal(lines, await ReadAsync(new TextFileSource([path], new TextFileSettings { BufferBytes = 1 })));
    }

    [Fact]
    public async Task Invalid_UTF8_is_replaced_and_counted_also_in_the_last_line()
    {
        var path = _folder.Write("text", [(byte)'a', 0xFF, (byte)'\n', 0xE2, 0x82, (byte)'\n', (byte)'o', (byte)'k', (byte)'\n', 0xC0, 0x80]);
        using var harness = new SourceHarness<string>(new TextFileSource([path]));
        Assert.Equal(["a\uFFFD", "\uFFFD", "ok", "\uFFFD\uFFFD"], await harness.ReadToEndAsync());
        Assert.Equal(4, harness.Context.GetLongCounter(TextFileSource.InvalidUtf8Accumulator).Value);
        Assert.Equal(4, harness.Context.TestMetrics.Counters["numInvalidUtf8Sequences"].Value);
    }

    [Fact]
    public async Task A_large_file_is_read_by_all_subtasks_and_bytes_read_add_up_to_the_total()
    {
        var lines = Enumerable.Range(0, 2000).Select(i => new string((char)('a' + (i % 26)), i % 50)).ToList();
        var source = new TextFileSource(
            [_folder.Write("text", string.Join("\n", lines))], new TextFileSettings { SplitBytes = 1000, BufferBytes = 300 });
        var bytes = 0L;
        var shares = await SourceHarness<string>.ReadAllAsync(
            source, 3, context => bytes += context.GetLongCounter(TextFileSource.BytesReadAccumulator).Value);
        Assert.All(shares, Assert.NotEmpty);
        Assert.Equal(lines.Order(StringComparer.Ordinal), shares.SelectMany(s => s).Order(StringComparer.Ordinal));
        Assert.Equal(source.TotalBytes, bytes);
    }

    [Fact]
    public async Task Splits_of_any_size_give_each_line_once()
    {
        var path = _folder.Write("text", "one\ntwo\n");
        foreach (var splitBytes in new[] { 1, 3, long.MaxValue / 2, long.MaxValue })
        {
            var shares = await SourceHarness<string>.ReadAllAsync(new TextFileSource([path], new TextFileSettings { SplitBytes = splitBytes }), 3);
            Assert.Equal(["one", "two"], shares.SelectMany(share => share).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task Small_files_are_spread_over_the_subtasks()
    {
        foreach (var name in new[] { "a", "b" }) _folder.Write(name, name);
        var shares = await SourceHarness<string>.ReadAllAsync(new TextFileSource([_folder.Path]), 2);
        Assert.Equal([["a"], ["b"]], shares);
    }

    [Fact]
    public async Task A_file_that_vanishes_before_it_is_read_fails_with_its_name_and_position()
    {
        var source = new TextFileSource([_folder.Write("gone", "text")]);
        source.Validate();
        File.Delete(_folder["gone"]);
        var e = await Assert.ThrowsAsync<IOException>(() => ReadAsync(source));
        Assert.Contains("gone' cannot be read on at byte 0", e.Message, StringComparison.Ordinal);
        Assert.EndsWith("and run the job again.", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_became_shorter_fails_with_its_name_and_position()
    {
        var source = new TextFileSource([_folder.Write("short", "1\n2\n3\n")]);
        source.Validate();
        _folder.Write("short", "1\n2");
        var e = await Assert.ThrowsAsync<IOException>(() => ReadAsync(source));
        Assert.Contains("short' cannot be read on at byte 3: it ends here, but was at least 6 bytes long", e.Message, StringComparison.Ordinal);
        Assert.EndsWith("and run the job again.", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ok\n12345678\n", true)]
    [InlineData("ok\n12345678\r\n", true)]
    [InlineData("\uFEFF12345678\r\n", true)]
    [InlineData("ok\n123456789\n", false)]
    [InlineData("ok\n123456789", false)]
    public async Task A_line_above_the_limit_fails_with_file_and_position(string text, bool fits)
    {
        var path = _folder.Write("long", text);
        foreach (var bufferBytes in new[] { 1, 4, 100 })
        {
            var source = new TextFileSource([path], new TextFileSettings { LineBytesMax = 8, BufferBytes = bufferBytes });
            if (fits)
            {
                Assert.Equal("12345678", (await ReadAsync(source))[^1]);
                continue;
            }

            var e = await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync(source));
            Assert.Contains($"begins at byte 3 of '{path}' is longer than 8 bytes", e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_line_of_many_buffers_is_read_whole()
    {
        var line = new string('x', 3_000_000) + "é";
        Assert.Equal([line, "next"], await ReadAsync(new TextFileSource([_folder.Write("long", line + "\nnext")])));
    }

    [Fact]
    public async Task Standard_input_is_read_by_subtask_0_only_and_its_size_is_not_known()
    {
        var source = FromStandardInput(new MemoryStream(Encoding.UTF8.GetBytes("one\ntwo")));
        Assert.Null(source.TotalBytes);
        Assert.Equal([["one", "two"], []], await SourceHarness<string>.ReadAllAsync(source, 2));
    }

    [Fact]
    public async Task A_reader_reads_no_further_ahead_than_it_has_buffers()
    {
        var input = new CountingStream();
        var source = FromStandardInput(input, new TextFileSettings { BufferBytes = 10, BuffersMax = 3 });
        using var harness = new SourceHarness<string>(source);
        await input.Reads(3);
        harness.Output.MakeRoom(1);
        Assert.Equal(Progress.OutputFull, await harness.PollAsync());
        Assert.Single(harness.Output.Values);
        Assert.Equal(3, input.Count);
        harness.Output.MakeRoom(1); // the buffer of the first line is given back for the second
        Assert.Equal(Progress.OutputFull, await harness.PollAsync());
        await input.Reads(1);
        Assert.Equal(4, input.Count);
    }

    [Fact]
    public void A_reader_that_waits_for_input_says_so_and_closes_at_once()
    {
        using var harness = new SourceHarness<string>(FromStandardInput(new SilentStream()));
        Assert.Equal(Progress.Waiting, harness.Poll());
        Assert.Equal(0, harness.Context.PendingWakes);
    }

    [Fact]
    public async Task A_cancel_ends_a_reader_that_waits_for_input()
    {
        using var harness = new SourceHarness<string>(FromStandardInput(new SilentStream()));
        Assert.Equal(Progress.Waiting, harness.Poll());
        harness.Context.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(harness.PollAsync);
    }

    [Fact]
    public async Task What_passes_by_once_is_not_read_on_by_a_job_that_starts_again()
    {
        using var harness = new SourceHarness<string>(FromStandardInput(new MemoryStream("rest\n"u8.ToArray())), attempt: 2);
        var e = await Assert.ThrowsAsync<IOException>(harness.ReadToEndAsync);
        Assert.StartsWith("Input '-' passes by once, and an earlier attempt of the job may have read from it", e.Message, StringComparison.Ordinal);

        using var file = new SourceHarness<string>(new TextFileSource([_folder.Write("text", "whole")]), attempt: 2);
        Assert.Equal(["whole"], await file.ReadToEndAsync());
    }

    [Fact]
    public async Task All_subtasks_of_a_process_see_the_same_files()
    {
        for (var i = 0; i < 100; i++) _folder.Write($"{i}", "text");
        for (var round = 0; round < 10; round++)
        {
            var source = new TextFileSource([_folder.Path]);
            using var together = new Barrier(4);
            var seen = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(
                () =>
                {
                    together.SignalAndWait();
                    return source.Files;
                },
                TaskCreationOptions.LongRunning)));
            Assert.All(seen, files => Assert.Same(seen[0], files));
        }
    }

    private static TextFileSource FromStandardInput(Stream stream, TextFileSettings? settings = null) => new(["-"], settings, () => stream);

    private static async Task<List<string>> ReadAsync(TextFileSource source)
    {
        using var harness = new SourceHarness<string>(source);
        return await harness.ReadToEndAsync();
    }
}
