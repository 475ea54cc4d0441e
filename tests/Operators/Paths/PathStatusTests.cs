using FlowActors.Paths;
using FlowActors.Tests.Harness;

namespace FlowActors.Tests.Paths;

public sealed class PathStatusTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public PathStatusTests()
    {
        _folder.Write("file", "12345");
        _folder.Write("empty", "");
        _folder.Write("folder/file", "12345");
        File.CreateSymbolicLink(_folder["link"], "file");
        File.CreateSymbolicLink(_folder["link-to-link"], _folder["link"]);
        File.CreateSymbolicLink(_folder["link-to-folder"], "folder");
        File.CreateSymbolicLink(_folder["dangling"], "nowhere");
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("file", nameof(PathKind.File), 5)]
    [InlineData("link", nameof(PathKind.File), 5)]
    [InlineData("link-to-link", nameof(PathKind.File), 5)]
    [InlineData("link-to-folder/file", nameof(PathKind.File), 5)]
    [InlineData("empty", nameof(PathKind.File), 0)]
    [InlineData("dangling", nameof(PathKind.Nothing), 0)]
    [InlineData("nowhere", nameof(PathKind.Nothing), 0)]
    [InlineData("file/below", nameof(PathKind.Nothing), 0)]
    public void A_path_has_the_kind_and_the_length_of_what_its_links_lead_to(string name, string kind, long length)
    {
        foreach (var status in new[] { PathStatus.Of(_folder[name]), PortableStatus.Of(_folder[name]) })
        {
            Assert.Equal((kind, length), (status.Kind.ToString(), status.Length));
            Assert.Equal(length > 0, status.IsSized);
        }
    }

    [Fact]
    public void A_link_to_a_folder_is_a_folder()
    {
        Assert.Equal(PathKind.Folder, PathStatus.Of(_folder["link-to-folder"]).Kind);
        Assert.Equal(PathKind.Folder, PortableStatus.Of(_folder["link-to-folder"]).Kind);
    }

    [Fact]
    public void All_names_of_a_file_have_one_identity_and_other_files_another()
    {
        Func<string, PathStatus>[] ways = [PathStatus.Of, PortableStatus.Of];
        foreach (var identity in ways.Select(way => (Func<string, PathIdentity>)(name => way(_folder[name]).Identity)))
        {
            Assert.Equal(identity("file"), identity("link-to-link"));
            Assert.Equal(identity("folder"), identity("link-to-folder"));
            Assert.Equal(identity("folder/file"), identity("link-to-folder/file"));
            Assert.NotEqual(identity("file"), identity("folder/file"));
            Assert.NotEqual(identity("file"), identity("empty"));
        }
    }

    [Fact]
    public void A_circle_of_links_and_a_name_that_is_too_long_are_told()
    {
        File.CreateSymbolicLink(_folder["a"], "b");
        File.CreateSymbolicLink(_folder["b"], "a");
        Assert.Throws<IOException>(() => PathStatus.Of(_folder["a"]));
        Assert.Throws<IOException>(() => PathStatus.Of(_folder[new string('x', 300)]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("fi\0le")]
    public void What_cannot_be_a_path_is_told(string path) => Assert.Throws<IOException>(() => PathStatus.Of(path));

    [Fact]
    public void Pipes_sockets_and_devices_are_told_apart_also_behind_links()
    {
        if (!OperatingSystem.IsLinux()) return;
        UnixFiles.MakePipe(_folder["pipe"]);
        using var socket = UnixFiles.MakeSocket(_folder["socket"]);
        File.CreateSymbolicLink(_folder["link-to-pipe"], "pipe");
        Assert.Equal(PathKind.Pipe, PathStatus.Of(_folder["pipe"]).Kind);
        Assert.Equal(PathKind.Pipe, PathStatus.Of(_folder["link-to-pipe"]).Kind);
        Assert.Equal(PathKind.Socket, PathStatus.Of(_folder["socket"]).Kind);
        Assert.Equal(PathKind.Device, PathStatus.Of("/dev/null").Kind);
    }

    [Fact]
    public void Hard_links_have_one_identity()
    {
        if (!OperatingSystem.IsLinux()) return;
        UnixFiles.MakeHardLink(_folder["hard"], _folder["file"]);
        Assert.Equal(PathStatus.Of(_folder["file"]), PathStatus.Of(_folder["hard"]));
    }

    [Theory]
    [InlineData("/proc/self/status")]
    [InlineData("/sys/kernel/mm/transparent_hugepage/enabled")]
    public void Files_of_the_system_have_no_length_to_rely_on(string path)
    {
        if (!OperatingSystem.IsLinux() || !File.Exists(path)) return;
        var status = PathStatus.Of(path);
        Assert.Equal((PathKind.File, false), (status.Kind, status.IsSized));
    }
}
