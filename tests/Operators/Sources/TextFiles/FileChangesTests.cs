using FlowActors.Operators;
using FlowActors.Paths;
using FlowActors.Sources;
using FlowActors.Tests.Harness;

namespace FlowActors.Tests.Sources.TextFiles;

/// <summary>A file that is not what it was when it was found fails the job, with file and position; one that has only grown is read as it was.</summary>
public sealed class FileChangesTests : IDisposable
{
    private const string Advice = "Files must not change while they are read: see that the file is there, whole and readable, and run the job again.";
    private static readonly DateTime Later = new(2100, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly string Text = GzipBytes.Lines(200) + "\n";
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public Task One_that_is_replaced_by_a_longer_one_before_it_is_read() => ExpectAtOnce("another file stands there now", () =>
    {
        _folder.Write("new", Text + Text);
        File.Move(_folder["new"], _folder["text"], overwrite: true);
    });

    [Fact]
    public Task One_that_is_replaced_by_one_as_long_that_is_younger() => ExpectAtOnce("another file stands there now", () =>
    {
        _folder.Write("new", Text.Replace('1', '2'));
        File.SetLastWriteTimeUtc(_folder["new"], Later);
        File.Move(_folder["new"], _folder["text"], overwrite: true);
    });

    [Fact]
    public Task One_that_is_written_to_in_place_before_it_is_read() => ExpectAtOnce("it was written to since it was found", () =>
    {
        _folder.Write("text", Text.Replace('1', '2'));
        File.SetLastWriteTimeUtc(_folder["text"], Later);
    });

    [Fact]
    public Task One_that_is_gone_when_its_next_range_is_to_be_read() => ExpectWhileRead("Could not find file", "499", () => File.Delete(_folder["text"]), 500);

    [Fact]
    public Task One_that_is_replaced_when_its_next_range_is_to_be_read() => ExpectWhileRead("another file stands there now", "499", () =>
    {
        _folder.Write("new", Text + Text);
        File.Move(_folder["new"], _folder["text"], overwrite: true);
    }, 500);

    [Fact]
    public Task One_that_becomes_shorter_while_it_is_read() => ExpectWhileRead("it ends here, but was at least", "700", () =>
    {
        using var file = OpenToWrite();
        file.SetLength(700);
    });

    [Fact]
    public Task One_that_becomes_shorter_behind_the_range_that_is_read() => ExpectWhileRead("it became shorter while it was read", null, () =>
    {
        using var file = OpenToWrite();
        file.SetLength(Text.Length - 1);
    }, 500);

    [Fact]
    public Task One_that_is_written_to_in_place_while_it_is_read() => ExpectWhileRead("it was written to since it was found", null, () =>
    {
        using (var file = OpenToWrite()) file.Write("XXX"u8);
        File.SetLastWriteTimeUtc(_folder["text"], Later);
    });

    [Theory]
    [InlineData(500)]
    [InlineData(1 << 20)]
    public async Task One_that_grows_while_it_is_read_is_read_as_far_as_it_was_long(int splitBytes)
    {
        var lines = await ReadAsync(splitBytes, () =>
        {
            File.AppendAllText(_folder["text"], "more\nand more\n");
            File.SetLastWriteTimeUtc(_folder["text"], Later);
        });
        Assert.Equal(Text.TrimEnd('\n').Split('\n'), lines);
    }

    [Fact]
    public async Task One_that_vanishes_while_it_is_read_as_a_whole_is_read_to_its_end()
    {
        if (!OperatingSystem.IsLinux()) return;
        Assert.Equal(Text.TrimEnd('\n').Split('\n'), await ReadAsync(1 << 20, () => File.Delete(_folder["text"])));
    }

    [Fact]
    public async Task A_copy_that_kept_length_and_time_is_as_good()
    {
        var source = Begin(1 << 20);
        File.Copy(_folder["text"], _folder["copy"]);
        File.SetLastWriteTimeUtc(_folder["copy"], File.GetLastWriteTimeUtc(_folder["text"]));
        File.Move(_folder["copy"], _folder["text"], overwrite: true);
        using var harness = new SourceHarness<string>(source);
        Assert.Equal(200, (await harness.ReadToEndAsync()).Count);
    }

    [Fact]
    public void A_file_of_another_machine_is_not_compared_as_numbers_and_times_are_its_own()
    {
        var found = new PathStatus(PathKind.File, new PathIdentity(1, 7, null), 10, IsSized: true, Written: 5);
        var there = found with { Identity = new PathIdentity(2, 8, null), Written = 6 };
        Assert.Null(FileCheck.Find(found, there, hasEnded: true));
        Assert.NotNull(FileCheck.Find(found, there with { Identity = found.Identity }, hasEnded: false));
        Assert.NotNull(FileCheck.Find(found, there with { Identity = new PathIdentity(1, 8, null) }, hasEnded: false));
    }

    [Fact]
    public void An_open_file_has_the_status_of_its_path_until_another_stands_there()
    {
        var path = _folder.Write("text", Text);
        using var open = File.OpenHandle(path);
        Assert.Equal(PathStatus.Of(path), PathStatus.Of(open, path));
        Assert.Equal(PathStatus.Of(path).Written, PortableStatus.Of(path).Written);
        Assert.Equal(PortableStatus.Of(path), PortableStatus.Of(open, path));
        Assert.Equal((File.GetLastWriteTimeUtc(path) - DateTime.UnixEpoch).Ticks, PathStatus.Of(path).Written);
        if (!OperatingSystem.IsLinux()) return;
        _folder.Write("new", Text);
        File.Move(_folder["new"], path, overwrite: true);
        Assert.NotEqual(PathStatus.Of(path).Identity, PathStatus.Of(open, path).Identity);
    }

    [UnlessRootFact]
    public async Task One_that_may_not_be_read_any_more()
    {
        var source = Begin(1 << 20);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(_folder["text"], UnixFileMode.None);
        using var harness = new SourceHarness<string>(source);
        var e = await Assert.ThrowsAsync<IOException>(harness.ReadToEndAsync);
        Assert.Contains("text' cannot be read on at byte 0", e.Message, StringComparison.Ordinal);
        Assert.EndsWith("Give the process the right to read it, and run the job again.", e.Message, StringComparison.Ordinal);
    }

    private FileStream OpenToWrite() => new(_folder["text"], FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);

    private TextFileSource Begin(int splitBytes)
    {
        var source = new TextFileSource([_folder.Write("text", Text)], new TextFileSettings { SplitBytes = splitBytes, BufferBytes = 100, BuffersMax = 2 });
        source.Validate();
        return source;
    }

    private async Task ExpectAtOnce(string message, Action change)
    {
        var source = Begin(1 << 20);
        change();
        using var harness = new SourceHarness<string>(source);
        var e = await Assert.ThrowsAsync<IOException>(harness.ReadToEndAsync);
        Assert.Empty(harness.Output.Values);
        Assert.Contains($"Input file '{_folder["text"]}' cannot be read on at byte 0: {message}", e.Message, StringComparison.Ordinal);
        Assert.EndsWith(Advice, e.Message, StringComparison.Ordinal);
    }

    private async Task ExpectWhileRead(string message, string? position, Action change, int splitBytes = 1 << 20)
    {
        var e = await Assert.ThrowsAsync<IOException>(() => ReadAsync(splitBytes, change));
        Assert.Contains($"Input file '{_folder["text"]}' cannot be read on at byte {position}", e.Message, StringComparison.Ordinal);
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
        Assert.EndsWith(Advice, e.Message, StringComparison.Ordinal);
    }

    /// <summary>Reads a line, lets something happen to the file, and reads on; no more than two buffers were read by then.</summary>
    private async Task<List<string>> ReadAsync(int splitBytes, Action change)
    {
        // A second subtask, which asks for nothing, so that there are ranges.
        using var harness = new SourceHarness<string>(Begin(splitBytes), parallelism: 2);
        harness.Output.MakeRoom(1);
        Assert.Equal(Progress.OutputFull, await harness.PollAsync());
        change();
        harness.Output.MakeRoom(int.MaxValue);
        return await harness.ReadToEndAsync();
    }
}
