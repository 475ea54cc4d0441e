using FlowActors.Paths;
using FlowActors.Serialization;
using FlowActors.Sources;
using FlowActors.Tests.Harness;

namespace FlowActors.Tests.Sources.TextFiles;

/// <summary>Files that appear while a source runs are taken once each, when they are whole.</summary>
public sealed class FileMonitorTests : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);
    private readonly TempFolder _folder = new();
    private ManualEnumeratorContext<TextFileSplit> _context = new();
    private SplitEnumerator<TextFileSplit, FileMonitorState>? _monitor;

    public FileMonitorTests() => Directory.CreateDirectory(_folder["in"]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_is_taken_when_two_looks_have_found_it_the_same_and_never_again()
    {
        Start("in");
        Assert.Equal((TimeSpan.Zero, Interval), _context.Times);
        _folder.Write("in/a", "a");
        Assert.Empty(Look());
        _folder.Write("in/b", "b");
        Assert.Equal(["in/a"], Look());
        Assert.Equal(["in/b"], Look());
        Assert.Empty(Look());
    }

    [Fact]
    public void A_file_that_is_still_written_is_waited_for()
    {
        Start("in");
        _folder.Write("in/a", "");
        Look();
        Assert.Empty(Look()); // empty
        for (var i = 0; i < 3; i++)
        {
            File.AppendAllText(_folder["in/a"], "more");
            Assert.Empty(Look());
        }

        File.SetLastWriteTimeUtc(_folder["in/a"], DateTime.UnixEpoch);
        Assert.Empty(Look()); // written to, at the same length
        Assert.Equal(["in/a"], Look());
        Assert.Equal(12, _context.Assigned[0].Range.End);
    }

    [Theory]
    [InlineData("in")]
    [InlineData("in/deep")]
    [InlineData("in/*")]
    [InlineData("in/deep/**/*.txt")]
    [InlineData("in/deep/a.txt")]
    public void What_is_not_there_yet_is_waited_for_and_what_vanishes_too(string path)
    {
        Directory.Delete(_folder["in"]);
        var name = path.StartsWith("in/deep", StringComparison.Ordinal) ? "in/deep/a.txt" : "in/a.txt";
        Start(path);
        Assert.Empty(Look());
        _folder.Write(name, "a");
        Look();
        Assert.Equal([name], Look());
        Directory.Delete(_folder["in"], recursive: true);
        Assert.Empty(Look());
        Assert.Empty(Look());
        _folder.Write(name, "written anew");
        Look();
        Assert.Empty(Look()); // known by its path
    }

    [Fact]
    public void Names_with_a_dot_are_left_out_until_they_are_renamed()
    {
        Start("in");
        _folder.Write("in/.a", "a");
        Look();
        Assert.Empty(Look());
        File.Move(_folder["in/.a"], _folder["in/a"]);
        Look();
        Assert.Equal(["in/a"], Look());
    }

    [Fact]
    public void A_file_that_was_taken_is_known_by_another_name_while_it_has_not_changed_and_by_its_path_when_it_has()
    {
        if (!OperatingSystem.IsLinux()) return;
        Start("in");
        _folder.Write("in/b", "b");
        Look();
        Assert.Equal(["in/b"], Look());
        UnixFiles.MakeHardLink(_folder["in/a"], _folder["in/b"]);
        Look();
        Assert.Empty(Look());
        File.Move(_folder["in/b"], _folder["in/c"]);
        File.Delete(_folder["in/a"]);
        Look();
        Assert.Empty(Look());
        File.AppendAllText(_folder["in/c"], "grown");
        File.SetLastWriteTimeUtc(_folder["in/c"], DateTime.UnixEpoch);
        Look();
        Assert.Empty(Look());
    }

    [Fact]
    public void A_new_file_that_got_the_number_of_one_that_was_deleted_is_new()
    {
        if (!OperatingSystem.IsLinux()) return;
        Start("in");
        _folder.Write("in/a", "a");
        Look();
        Assert.Equal(["in/a"], Look());
        // The same file as the system numbers it, and other text in it.
        File.Move(_folder["in/a"], _folder["in/.a"]);
        File.WriteAllText(_folder["in/.a"], "another");
        File.Move(_folder["in/.a"], _folder["in/b"]);
        Look();
        Assert.Equal(["in/b"], Look());
    }

    [Fact]
    public void A_file_that_is_gone_or_changed_when_it_is_opened_is_left_to_later_looks()
    {
        Start("in");
        _folder.Write("in/a", "a");
        _folder.Write("in/b", "b");
        _folder.Write("in/c", "c");
        Look();
        _context.HoldsCalls = true;
        Assert.Empty(Look());
        File.Delete(_folder["in/a"]);
        _folder.Write("in/b", "longer");
        Assert.Empty(Look()); // the calls are under way
        _context.RunCalls();
        _context.HoldsCalls = false;
        Assert.Equal(["in/c"], Taken());
        Assert.Empty(Look());
        Assert.Equal(["in/b"], Look());
        _folder.Write("in/a", "a");
        Look();
        Assert.Equal(["in/a"], Look());
    }

    [Fact]
    public void Nothing_is_lost_or_taken_twice_over_a_restore_from_any_moment()
    {
        for (var moment = 0; moment < 5; moment++)
        {
            var folder = $"in/{moment}";
            Directory.CreateDirectory(_folder[folder]);
            Start(folder, readers: 0);
            var (read, state) = (new List<string>(), default(FileMonitorState));
            for (var look = 0; look < 8; look++)
            {
                if (look < 5) _folder.Write($"{folder}/{look}", $"{look}");
                Look();
                if (look % 2 == 0) _monitor!.HandleSplitRequest(0);
                if (look == moment) (state, read) = (_monitor!.Snapshot(1), [.. Taken()]);
                if (look == moment + 2)
                {
                    Start(folder, readers: 0, state); // what was assigned since is assigned again
                    Look();
                }
            }

            for (var i = 0; i < 10; i++) _monitor!.HandleSplitRequest(0);
            Assert.Equal(Enumerable.Range(0, 5).Select(i => $"{folder}/{i}"), read.Concat(Taken()).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void What_is_kept_of_a_file_does_not_grow_with_its_path()
    {
        Start("in");
        for (var i = 0; i < 10; i++) _folder.Write($"in/{new string('x', 100)}{i}", "a");
        Look();
        Assert.Equal(10, Look().Count);
        Assert.Equal(10 * 32, _monitor!.Snapshot(1).Known.Length);
    }

    [Fact]
    public void Splits_that_come_back_are_given_first()
    {
        Start("in", readers: 0);
        _folder.Write("in/a", "a");
        _folder.Write("in/b", "b");
        Look();
        Look();
        _monitor!.HandleSplitRequest(0);
        _monitor.AddSplitsBack([_context.Assigned[0]], 0);
        for (var i = 0; i < 2; i++) _monitor.HandleSplitRequest(1);
        Assert.Equal(["in/a", "in/a", "in/b"], Taken());
    }

    [Theory]
    [InlineData("in/a", "in/a' has a NUL at byte 1")]
    [InlineData("in/a.gz", "in/a.gz' does not begin with the bytes 1F 8B 08")]
    public void What_is_no_text_fails_by_name(string name, string message)
    {
        Start("in");
        _folder.Write(name, "a\0b");
        Look();
        Assert.Contains(message, Assert.Throws<JobValidationException>(() => Look()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_file_is_new_though_a_deleted_one_had_its_number_its_length_and_its_time()
    {
        Start("in");
        for (var i = 0; i < 10; i++)
        {
            var name = $"in/{i}";
            _folder.Write(name, $"{i}");
            File.SetLastWriteTimeUtc(_folder[name], DateTime.UnixEpoch);
            Look();
            Assert.Equal([name], Look());
            File.Delete(_folder[name]);
        }
    }

    [Fact]
    public void A_name_that_two_paths_found_with_another_file_each_is_one()
    {
        var file = new FoundFile("a", new PathStatus(PathKind.File, new PathIdentity(1, 1, null), 1, IsSized: true));
        FoundFile[] found = [file, file with { Status = file.Status with { Identity = new PathIdentity(1, 2, null) } }];
        var (whole, known) = (new WholeFiles(), new KnownFiles());
        Assert.Empty(whole.Take(found, known));
        Assert.Equal([file], whole.Take(found, known));
    }

    [Fact]
    public void What_is_no_file_fails_by_name()
    {
        if (!OperatingSystem.IsLinux()) return;
        Start("in");
        UnixFiles.MakePipe(_folder["in/pipe"]);
        Assert.Contains("in/pipe', a pipe, not a file", Assert.Throws<JobValidationException>(() => Look()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_look_that_fails_fails_by_name()
    {
        Start("circle/*", "circle/a");
        Directory.CreateDirectory(_folder["circle"]);
        File.CreateSymbolicLink(_folder["circle/a"], "b");
        File.CreateSymbolicLink(_folder["circle/b"], "a");
        var e = Assert.Throws<JobValidationException>(() => Look());
        Assert.Contains("circle/*' cannot be searched for", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_to_nothing_is_waited_for()
    {
        Start("in");
        File.CreateSymbolicLink(_folder["in/link"], "../later");
        Look();
        Assert.Empty(Look());
        _folder.Write("later", "a");
        Look();
        Assert.Equal(["in/link"], Look());
    }

    [UnlessRootFact]
    public void What_may_not_be_read_fails_by_name()
    {
        if (OperatingSystem.IsWindows()) return;
        Start("in");
        File.SetUnixFileMode(_folder.Write("in/a", "a"), UnixFileMode.None);
        Look();
        Assert.Contains("in/a' cannot be read", Assert.Throws<JobValidationException>(() => Look()).Message, StringComparison.Ordinal);
    }

    private void Start(params string[] paths) => Start(paths, readers: 1, null);

    private void Start(string path, int readers, FileMonitorState? state = null) => Start([path], readers, state);

    private void Start(string[] paths, int readers, FileMonitorState? state)
    {
        _context = new ManualEnumeratorContext<TextFileSplit>();
        var source = new TextFileSource([.. paths.Select(p => _folder[p])], new TextFileSettings { MonitorInterval = Interval });
        _monitor = (SplitEnumerator<TextFileSplit, FileMonitorState>)source.CreateEnumerator();
        _monitor.Set(_context);
        if (state is not null) _monitor.Restore(Travelled(state));
        _monitor.Start();
        for (var i = 0; i < 100 * readers; i++) _monitor.HandleSplitRequest(0);
    }

    private static FileMonitorState Travelled(FileMonitorState state)
    {
        var (serializer, writer) = (SerializerRegistry.Default.Get<FileMonitorState>(), new ByteWriter());
        serializer.Serialize(writer, state);
        var reader = new ByteReader(writer.WrittenSpan.ToArray());
        return serializer.Deserialize(ref reader);
    }

    /// <summary>The files that a look makes the enumerator assign.</summary>
    private List<string> Look()
    {
        var before = _context.Assigned.Count;
        _context.Ring();
        return [.. Taken().Skip(before)];
    }

    private IEnumerable<string> Taken() =>
        _context.Assigned.Select(s => Path.GetRelativePath(_folder.Path, s.Range.File.Path).Replace('\\', '/'));
}
