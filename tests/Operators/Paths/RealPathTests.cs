using FlowActors.Paths;
using FlowActors.Tests.Harness;

namespace FlowActors.Tests.Paths;

public sealed class RealPathTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public RealPathTests()
    {
        _folder.Write("real/deep/file", "");
        File.CreateSymbolicLink(_folder["folder"], "real");
        File.CreateSymbolicLink(_folder["real/file"], "deep/file");
        File.CreateSymbolicLink(_folder["absolute"], _folder["folder/file"]);
        Directory.CreateDirectory(_folder["other"]);
        File.CreateSymbolicLink(_folder["other/deep"], "../real/deep");
        File.CreateSymbolicLink(_folder["other/up"], "deep/../new");
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("real/deep/file", "real/deep/file")]
    [InlineData("folder/file", "real/deep/file")]
    [InlineData("absolute", "real/deep/file")]
    [InlineData("folder/./new/newer", "real/new/newer")]
    [InlineData("other/deep/", "real/deep")]
    [InlineData("other/up", "real/new")] // the folder above is that of what the link leads to
    [InlineData("", "")]
    public void Links_to_files_and_to_folders_above_are_followed(string path, string real) =>
        Assert.Equal(Path.TrimEndingDirectorySeparator(Path.Combine(RealPath.Of(_folder.Path), real)), RealPath.Of(_folder[path]));

    [Theory]
    [InlineData("self", "self")]
    [InlineData("inner", "inner/x")]
    public void Links_that_lead_in_a_circle_are_told(string name, string target)
    {
        File.CreateSymbolicLink(_folder[name], target);
        var e = Assert.Throws<IOException>(() => RealPath.Of(_folder[name]));
        Assert.Contains("lead in a circle", e.Message, StringComparison.Ordinal);
    }
}
