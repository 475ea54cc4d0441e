using FlowActors.Sinks;
using FlowActors.Tests.Harness;

namespace FlowActors.Tests.Sinks;

public sealed class TextFileSinkTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void One_subtask_writes_the_file_itself_and_nothing_is_seen_before_the_commit()
    {
        using var harness = new SinkHarness<string>(Sink("out.txt"));
        harness.Write(0, "one", "", "ä\U0001F600").EndInput();
        Assert.False(File.Exists(_folder["out.txt"]));
        Assert.All(_folder.Entries, entry => Assert.StartsWith(".out.txt.", entry, StringComparison.Ordinal));
        harness.Finish();
        Assert.Equal(["out.txt"], _folder.Entries);
        Assert.Equal("one\n\nä\U0001F600\n"u8.ToArray(), File.ReadAllBytes(_folder["out.txt"]));
    }

    [Fact]
    public void Several_subtasks_write_a_folder_of_parts_that_appears_with_the_commit()
    {
        using var harness = new SinkHarness<string>(Sink("a/out"), 2);
        harness.Write(0, "zero").Write(1, "one").EndInput();
        Assert.False(Directory.Exists(_folder["a/out"]));
        harness.Finish();
        Assert.Equal(["a", "a/out", "a/out/part-0", "a/out/part-1"], _folder.Entries);
        Assert.Equal("one\n", File.ReadAllText(_folder["a/out/part-1"]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Without_a_commit_nothing_is_left_behind(int parallelism)
    {
        using (var harness = new SinkHarness<string>(Sink("out"), parallelism)) harness.Write(0, new string('x', 200_000)).EndInput();
        Assert.Empty(_folder.Entries);
    }

    [Fact]
    public void A_file_that_was_there_is_kept_until_the_commit_and_then_replaced()
    {
        _folder.Write("out.txt", "old");
        using (var failed = new SinkHarness<string>(Sink("out.txt"))) failed.Write(0, "half").EndInput();
        Assert.Equal("old", File.ReadAllText(_folder["out.txt"]));
        using var harness = new SinkHarness<string>(Sink("out.txt"));
        harness.Write(0, "new").EndInput().Finish();
        Assert.Equal("new\n", File.ReadAllText(_folder["out.txt"]));
    }

    [Fact]
    public void Lines_longer_than_the_buffer_keep_every_character()
    {
        // Surrogate pairs at odd and even places, so that one lies across each edge of a piece.
        var lines = new[] { "x" + string.Concat(Enumerable.Repeat("\U0001F600", 40_000)), string.Concat(Enumerable.Repeat("\U0001F600", 40_000)), "end" };
        using var harness = new SinkHarness<string>(Sink("out.txt"));
        harness.Write(0, lines).EndInput().Finish();
        Assert.Equal(lines, File.ReadAllLines(_folder["out.txt"]));
    }

    [Fact]
    public void A_link_to_a_file_stays_a_link()
    {
        _folder.Write("real.txt", "old");
        File.CreateSymbolicLink(_folder["link.txt"], _folder["real.txt"]);
        using var harness = new SinkHarness<string>(Sink("link.txt"));
        harness.Write(0, "new").EndInput().Finish();
        Assert.Equal("new\n", File.ReadAllText(_folder["real.txt"]));
        Assert.Equal(_folder["real.txt"], new FileInfo(_folder["link.txt"]).LinkTarget);
    }

    [Fact]
    public void A_folder_that_vanishes_while_the_job_runs_fails_the_commit_with_the_path()
    {
        using var harness = new SinkHarness<string>(Sink("sub/out.txt"));
        harness.Write(0, "a").EndInput();
        Directory.Delete(_folder["sub"], recursive: true);
        var e = Assert.Throws<IOException>(() => harness.Finish());
        Assert.Contains(_folder["sub/out.txt"], e.Message, StringComparison.Ordinal);
        Assert.EndsWith("name another path, and run the job again.", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("folder", 1, "it is a folder")]
    [InlineData("file", 2, "it is a file")]
    [InlineData("file/out", 1, "is a file, not a folder")]
    [InlineData("file/deeper/out", 1, "is a file, not a folder")]
    [InlineData("parts", 2, "holds 'part-2'")]
    [InlineData("folder/", 1, "it is a folder")]
    public void A_path_that_cannot_be_written_is_refused(string path, int parallelism, string message)
    {
        _folder.Write("file", "");
        _folder.Write("parts/part-0", "");
        _folder.Write("parts/part-2", "");
        Directory.CreateDirectory(_folder["folder"]);
        var before = _folder.Entries;
        var e = Assert.Throws<JobValidationException>(() => Sink(path).Validate(parallelism));
        Assert.Contains(path, e.Message, StringComparison.Ordinal);
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
        Assert.Equal(before, _folder.Entries);
    }

    [Theory]
    [InlineData("new.txt", 1)]
    [InlineData("a/b/new.txt", 1)]
    [InlineData("file", 1)]
    [InlineData("new", 3)]
    [InlineData("parts", 3)]
    public void A_path_that_can_be_written_is_accepted_and_left_as_it_was(string path, int parallelism)
    {
        _folder.Write("file", "");
        _folder.Write("parts/part-2", "");
        var before = _folder.Entries;
        Sink(path).Validate(parallelism);
        Assert.Equal(before, _folder.Entries);
    }

    [Theory]
    [InlineData("/dev/null")]
    [InlineData("/dev/stdout")]
    public void A_device_is_refused_as_it_would_be_replaced_by_a_file(string path)
    {
        if (OperatingSystem.IsWindows()) return;
        var e = Assert.Throws<JobValidationException>(() => new TextFileSink<string>(path, line => line).Validate(1));
        Assert.Contains("is a device", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_pipe_is_refused_as_it_would_be_replaced_by_a_file(int parallelism)
    {
        if (!OperatingSystem.IsLinux()) return;
        File.CreateSymbolicLink(_folder["link"], UnixFiles.MakePipe(_folder["pipe"]));
        foreach (var name in new[] { "pipe", "link" })
        {
            var e = Assert.Throws<JobValidationException>(() => Sink(name).Validate(parallelism));
            Assert.Contains("it is a pipe, which cannot be replaced as a whole", e.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("circle")]
    [InlineData("circle/new")]
    [InlineData("inner")]
    [InlineData("zero\0")]
    public void A_path_that_leads_nowhere_is_refused(string path)
    {
        File.CreateSymbolicLink(_folder["circle"], "circle");
        File.CreateSymbolicLink(_folder["inner"], "inner/x");
        var e = Assert.Throws<JobValidationException>(() => Sink(path).Validate(1));
        Assert.EndsWith("Name another path.", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/proc/x", 1)]
    [InlineData("/proc/x/y", 1)]
    [InlineData("/proc/x", 3)]
    public void A_folder_that_takes_no_new_files_is_told(string path, int parallelism)
    {
        if (!OperatingSystem.IsLinux()) return;
        var e = Assert.Throws<JobValidationException>(() => new TextFileSink<string>(path, line => line).Validate(parallelism));
        Assert.Equal($"Output '{path}' cannot be written: '/proc' takes no new files. Name a file in another folder.", e.Message);
    }

    [Fact]
    public void An_empty_path_is_refused() =>
        Assert.Throws<JobValidationException>(() => new TextFileSink<string>(" ", line => line).Validate(1));

    private TextFileSink<string> Sink(string path) => new(_folder[path], line => line);
}
