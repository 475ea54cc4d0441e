using FlowActors.Operators;
using FlowActors.Sources;
using FlowActors.Tests.Harness;

namespace FlowActors.Tests.Sources.TextFiles;

public sealed class MonitoredSourceTests : IDisposable
{
    private static readonly TextFileSettings Monitored = new() { MonitorInterval = TimeSpan.FromSeconds(10), SplitBytes = 4 };
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = 60_000)]
    public async Task Files_are_read_as_they_come_and_the_source_does_not_end()
    {
        var source = new TextFileSource([_folder["in"]], Monitored);
        source.Validate();
        using var harness = new SourceHarness<string>(source);
        _folder.Write("in/a", "one\ntwo\n");
        _folder.Write("in/b", GzipBytes.Of("three"));
        await ReadAsync(harness, 3);
        _folder.Write("in/deep/c", "four");
        await ReadAsync(harness, 4);
        Assert.Equal(["one", "two", "three", "four"], harness.Output.Values);
        Assert.Equal(Progress.Waiting, harness.Poll());
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("missing/*.txt")]
    [InlineData("empty")]
    public void What_is_not_there_yet_is_no_error(string path)
    {
        Directory.CreateDirectory(_folder["empty"]);
        var source = new TextFileSource([_folder[path]], Monitored);
        source.Validate();
        Assert.Empty(source.FilePaths);
        Assert.Null(source.TotalBytes);
        Assert.Equal(Boundedness.Unbounded, source.Boundedness);
    }

    [Fact]
    public void What_is_there_is_told_by_its_paths_and_not_opened()
    {
        var path = _folder.Write("in/half.gz", [0x1F]);
        var source = new TextFileSource([_folder["in"]], Monitored);
        source.Validate();
        Assert.Equal([path], source.FilePaths);
        Assert.Null(source.TotalBytes);
    }

    [Fact]
    public void Streams_and_what_is_no_path_are_refused()
    {
        Refuse("standard input cannot be monitored: only files can", "-");
        Refuse("input path is empty", " ");
        Refuse("nothing to read");
        if (OperatingSystem.IsLinux()) Refuse("pipe', a pipe, cannot be monitored: only files can", UnixFiles.MakePipe(_folder["pipe"]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(0.5)]
    [InlineData(25.0 * 24 * 3600 * 1000)]
    public void An_interval_that_cannot_work_is_refused(double milliseconds)
    {
        var settings = new TextFileSettings { MonitorInterval = TimeSpan.FromMilliseconds(milliseconds) };
        var e = Assert.Throws<JobValidationException>(new TextFileSource([_folder.Path], settings).Validate);
        Assert.Contains("TextFileSettings.MonitorInterval = ", e.Message, StringComparison.Ordinal);
    }

    private static void Refuse(string message, params string[] paths)
    {
        var e = Assert.Throws<JobValidationException>(new TextFileSource(paths, Monitored).Validate);
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    /// <summary>Lets looks be made until so many lines were read.</summary>
    private static async Task ReadAsync(SourceHarness<string> harness, int lines)
    {
        while (harness.Output.Values.Count < lines)
        {
            // The handler of a look sets the timer of the next.
            if (harness.Context.Clock.NextTimer is { } next && next <= TimeSpan.FromSeconds(10)) harness.Context.Clock.Advance(next);
            Assert.Equal(Progress.Waiting, harness.Poll());
            await Task.Yield();
        }
    }
}
