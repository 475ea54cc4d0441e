using FlowActors.Sinks;
using FlowActors.Sinks.Files;
using FlowActors.Tests.Harness;

namespace FlowActors.Tests.Sinks;

public sealed class TextFileSinkTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_is_written_by_one_subtask_and_nothing_is_seen_before_the_commit()
    {
        using var harness = new SinkHarness<string>(FileSink("out.txt"));
        harness.Write(0, "one", "", "ä\U0001F600").EndInput();
        Assert.False(File.Exists(_folder["out.txt"]));
        Assert.All(_folder.Entries, entry => Assert.StartsWith(".out.txt.", entry, StringComparison.Ordinal));
        harness.Finish();
        Assert.Equal(["out.txt"], _folder.Entries);
        Assert.Equal("one\n\nä\U0001F600\n"u8.ToArray(), File.ReadAllBytes(_folder["out.txt"]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_folder_has_a_part_for_each_subtask_however_many_and_appears_with_the_commit(int parallelism)
    {
        using var harness = new SinkHarness<string>(FolderSink("a/out"), parallelism);
        for (var subtask = 0; subtask < parallelism; subtask++) harness.Write(subtask, $"of {subtask}");
        harness.EndInput();
        Assert.False(Directory.Exists(_folder["a/out"]));
        harness.Finish();
        var parts = Enumerable.Range(0, parallelism).Select(subtask => $"a/out/part-{subtask}").ToList();
        Assert.Equal(["a", "a/out", .. parts], _folder.Entries);
        Assert.Equal(Enumerable.Range(0, parallelism).Select(subtask => $"of {subtask}\n"), parts.Select(part => File.ReadAllText(_folder[part])));
    }

    [Fact]
    public void A_run_with_fewer_subtasks_replaces_all_parts_of_an_earlier_one_at_its_end()
    {
        using (var earlier = new SinkHarness<string>(FolderSink("out"), 12)) earlier.EndInput().Finish();
        _folder.Write("out/.note", "of the user");
        using (var failed = new SinkHarness<string>(FolderSink("out"), 2)) failed.Write(0, "half").EndInput();
        Assert.Equal(14, _folder.Entries.Count);
        FolderSink("out").Validate(2);
        using var harness = new SinkHarness<string>(FolderSink("out"), 2);
        harness.Write(1, "new").EndInput().Finish();
        Assert.Equal(["out", "out/.note", "out/part-0", "out/part-1"], _folder.Entries);
        Assert.Equal("new\n", File.ReadAllText(_folder["out/part-1"]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Without_a_commit_nothing_is_left_behind(int parallelism)
    {
        using (var harness = new SinkHarness<string>(FolderSink("out"), parallelism)) harness.Write(0, new string('x', 200_000)).EndInput();
        Assert.Empty(_folder.Entries);
    }

    [Fact]
    public void What_a_killed_run_left_behind_is_removed_by_the_next_and_what_another_run_writes_is_not()
    {
        for (var subtask = 0; subtask < 5; subtask++) _folder.Write(PendingName.New("out", subtask), "half");
        using (var first = new SinkHarness<string>(FolderSink("out"), 3))
        {
            using var second = new SinkHarness<string>(FolderSink("out"), 2);
            Assert.Equal(5, _folder.Entries.Count);
            first.Write(0, "first").EndInput().Finish();
            second.Write(0, "second").EndInput().Finish();
        }

        Assert.Equal(["out", "out/part-0", "out/part-1"], _folder.Entries);
        Assert.Equal("second\n", File.ReadAllText(_folder["out/part-0"]));
    }

    [Fact]
    public void A_file_that_was_there_is_kept_until_the_commit_and_then_replaced()
    {
        _folder.Write("out.txt", "old");
        using (var failed = new SinkHarness<string>(FileSink("out.txt"))) failed.Write(0, "half").EndInput();
        Assert.Equal("old", File.ReadAllText(_folder["out.txt"]));
        using var harness = new SinkHarness<string>(FileSink("out.txt"));
        harness.Write(0, "new").EndInput().Finish();
        Assert.Equal("new\n", File.ReadAllText(_folder["out.txt"]));
    }

    [Fact]
    public void Lines_longer_than_the_buffer_keep_every_character()
    {
        // Surrogate pairs at odd and even places, so that one lies across each edge of a piece.
        var lines = new[] { "x" + string.Concat(Enumerable.Repeat("\U0001F600", 40_000)), string.Concat(Enumerable.Repeat("\U0001F600", 40_000)), "end" };
        using var harness = new SinkHarness<string>(FileSink("out.txt"));
        harness.Write(0, lines).EndInput().Finish();
        Assert.Equal(lines, File.ReadAllLines(_folder["out.txt"]));
    }

    [Fact]
    public void A_link_to_a_file_stays_a_link()
    {
        _folder.Write("real.txt", "old");
        File.CreateSymbolicLink(_folder["link.txt"], _folder["real.txt"]);
        using var harness = new SinkHarness<string>(FileSink("link.txt"));
        harness.Write(0, "new").EndInput().Finish();
        Assert.Equal("new\n", File.ReadAllText(_folder["real.txt"]));
        Assert.Equal(_folder["real.txt"], new FileInfo(_folder["link.txt"]).LinkTarget);
    }

    [Fact]
    public void A_folder_that_vanishes_while_the_job_runs_fails_the_commit_with_the_path()
    {
        using var harness = new SinkHarness<string>(FileSink("sub/out.txt"));
        harness.Write(0, "a").EndInput();
        Directory.Delete(_folder["sub"], recursive: true);
        var e = Assert.ThrowsAny<IOException>(() => harness.Finish());
        Assert.Contains($"Output file '{_folder["sub/out.txt"]}' cannot be completed: its part '{_folder["sub/.out.txt."]}", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("folder", "it is a folder, and WriteAsTextFile writes a file. Name a file in it, or use WriteAsText.")]
    [InlineData("folder/", "it is a folder")]
    [InlineData("new/", "it is a folder")]
    [InlineData("file/out", "is a file, not a folder")]
    [InlineData("file/deeper/out", "is a file, not a folder")]
    public void A_file_that_cannot_be_written_is_refused(string path, string message) => IsRefused(FileSink(path), path, message);

    [Theory]
    [InlineData("file", "it is a file, and WriteAsText writes a folder. Remove the file, name another path, or use WriteAsTextFile.")]
    [InlineData("file/out", "is a file, not a folder")]
    [InlineData("folder", "holds 'notes.txt', which is no result of WriteAsText")]
    [InlineData("almost", "holds 'part-01'")]
    [InlineData("nested", "holds 'part-0'")]
    public void A_folder_that_cannot_be_written_is_refused(string path, string message) => IsRefused(FolderSink(path), path, message);

    [Theory]
    [InlineData("new.txt")]
    [InlineData("a/b/new.txt")]
    [InlineData("file")]
    public void A_file_that_can_be_written_is_accepted_and_left_as_it_was(string path) => IsAccepted(FileSink(path));

    [Theory]
    [InlineData("new")]
    [InlineData("new/")]
    [InlineData("a/b/new")]
    [InlineData("parts")]
    public void A_folder_that_can_be_written_is_accepted_and_left_as_it_was(string path) => IsAccepted(FolderSink(path));

    [Fact]
    public void A_name_that_leaves_no_room_for_the_hidden_one_is_refused()
    {
        var e = Assert.Throws<JobValidationException>(() => FileSink(new string('x', 250)).Validate(1));
        Assert.Contains("nothing can be written into", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/dev/null")]
    [InlineData("/dev/stdout")]
    public void A_device_is_refused_as_it_would_be_replaced_by_a_file(string path)
    {
        if (OperatingSystem.IsWindows()) return;
        var e = Assert.Throws<JobValidationException>(() => new TextFolderSink<string>(path, line => line).Validate(1));
        Assert.Throws<JobValidationException>(() => new TextFileSink<string>(path, line => line).Validate(1));
        Assert.Contains("is a device", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pipe")]
    [InlineData("link")]
    public void A_pipe_is_refused_as_it_would_be_replaced_by_a_file(string name)
    {
        if (!OperatingSystem.IsLinux()) return;
        File.CreateSymbolicLink(_folder["link"], UnixFiles.MakePipe(_folder["pipe"]));
        foreach (var sink in new Sink<string>[] { FileSink(name), FolderSink(name) })
        {
            var e = Assert.Throws<JobValidationException>(() => sink.Validate(1));
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
        var e = Assert.Throws<JobValidationException>(() => FolderSink(path).Validate(1));
        Assert.EndsWith("Name another path.", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/proc/x")]
    [InlineData("/proc/x/y")]
    public void A_folder_that_takes_no_new_files_is_told(string path)
    {
        if (!OperatingSystem.IsLinux()) return;
        var e = Assert.Throws<JobValidationException>(() => new TextFileSink<string>(path, line => line).Validate(1));
        Assert.Equal($"Output '{path}' cannot be written: '/proc' takes no new files. Name a file in another folder.", e.Message);
    }

    [Fact]
    public void An_empty_path_is_refused() =>
        Assert.Throws<JobValidationException>(() => new TextFileSink<string>(" ", line => line).Validate(1));

    private void IsRefused(Sink<string> sink, string path, string message)
    {
        WriteExamples();
        var before = _folder.Entries;
        var e = Assert.Throws<JobValidationException>(() => sink.Validate(1));
        Assert.Contains(path, e.Message, StringComparison.Ordinal);
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
        Assert.Equal(before, _folder.Entries);
    }

    private void IsAccepted(Sink<string> sink)
    {
        WriteExamples();
        var before = _folder.Entries;
        sink.Validate(1);
        Assert.Equal(before, _folder.Entries);
    }

    private void WriteExamples()
    {
        foreach (var file in new[] { "file", "folder/notes.txt", "parts/part-0", "parts/part-2", "parts/.hidden", "almost/part-01", "nested/part-0/x" })
            _folder.Write(file, "");
    }

    private TextFileSink<string> FileSink(string path) => new(_folder[path], line => line);

    private TextFolderSink<string> FolderSink(string path) => new(_folder[path], line => line);
}
