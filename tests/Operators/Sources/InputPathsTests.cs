using FlowActors.Sources;
using FlowActors.Tests.Harness;

namespace FlowActors.Tests.Sources;

public sealed class InputPathsTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public InputPathsTests()
    {
        foreach (var name in new[] { "b.txt", "a.txt", "a.csv", ".hidden.txt", "sub/c.txt", "sub/deep/d.txt", "sub/.hidden/e.txt" })
            _folder.Write(name, name);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", "a.csv a.txt b.txt sub/c.txt sub/deep/d.txt")]
    [InlineData("sub", "sub/c.txt sub/deep/d.txt")]
    [InlineData(".hidden.txt", ".hidden.txt")]
    [InlineData("*.txt", "a.txt b.txt")]
    [InlineData("**/*.txt", "a.txt b.txt sub/c.txt sub/deep/d.txt")]
    [InlineData("s*/*.txt", "sub/c.txt")]
    [InlineData("sub/**", "sub/c.txt sub/deep/d.txt")]
    [InlineData(".h*", ".hidden.txt")]
    public void A_path_is_a_file_a_folder_or_a_pattern(string path, string files) =>
        Assert.Equal(files.Split(' '), Find(path));

    [Fact]
    public void A_file_that_several_paths_name_is_read_once_where_it_was_named_first() =>
        Assert.Equal(["b.txt", "a.csv", "a.txt", "sub/c.txt", "sub/deep/d.txt"], Find("b.txt", "*.csv", "", "./sub/../b.txt"));

    [Fact]
    public void A_file_whose_name_holds_a_star_is_a_file()
    {
        _folder.Write("x*.txt", "star");
        _folder.Write("xy.txt", "other");
        Assert.Equal(["x*.txt"], Find("x*.txt"));
    }

    [Fact]
    public void The_total_is_the_sum_of_the_files() =>
        Assert.Equal("a.csv".Length + "a.txt".Length, new TextFileSource([_folder["a.*"]]).TotalBytes);

    [Theory]
    [InlineData("missing.txt", "missing.txt' does not exist")]
    [InlineData("a?txt", "a?txt' does not exist")]
    [InlineData("*.xml", "*.xml' matches no file")]
    [InlineData("missing/*.txt", "missing/*.txt' matches no file")]
    [InlineData("empty", "empty' has no files")]
    public void What_cannot_be_found_is_refused_by_name(string path, string message)
    {
        Directory.CreateDirectory(_folder["empty"]);
        var e = Assert.Throws<JobValidationException>(() => new TextFileSource([_folder["a.txt"], _folder[path]]).Validate());
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_path_and_an_empty_path_are_refused()
    {
        Assert.Throws<JobValidationException>(() => new TextFileSource([]).Validate());
        Assert.Throws<JobValidationException>(() => new TextFileSource([" "]).Validate());
    }

    [Theory]
    [InlineData(0, 1, 2, 1, "SplitBytes")]
    [InlineData(1, 0, 2, 1, "BufferBytes")]
    [InlineData(1, 1, 1, 1, "BuffersMax")]
    [InlineData(1, 1, 2, 0, "LineBytesMax")]
    [InlineData(1, int.MaxValue, 2, 1, "BufferBytes")]
    [InlineData(1, 1, 2, int.MaxValue, "LineBytesMax")]
    public void Settings_that_cannot_work_are_refused(long split, int buffer, int buffers, int line, string name)
    {
        var settings = new TextFileSettings { SplitBytes = split, BufferBytes = buffer, BuffersMax = buffers, LineBytesMax = line };
        var e = Assert.Throws<JobValidationException>(() => new TextFileSource([_folder["a.txt"]], settings).Validate());
        Assert.Contains(name, e.Message, StringComparison.Ordinal);
    }

    private IEnumerable<string> Find(params string[] paths) =>
        InputPaths.Resolve([.. paths.Select(p => _folder[p])])
            .Select(f => Path.GetRelativePath(_folder.Path, f.Path).Replace('\\', '/'));
}
