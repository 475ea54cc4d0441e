using FlowActors.Paths;
using FlowActors.Tests.Harness;

namespace FlowActors.Tests.Paths;

public sealed class ReplaceablePathTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_can_take_the_place_of_nothing_and_of_a_file_but_not_of_a_pipe_or_a_socket()
    {
        if (!OperatingSystem.IsLinux()) return;
        _folder.Write("file", "");
        File.CreateSymbolicLink(_folder["link"], UnixFiles.MakePipe(_folder["pipe"]));
        using var socket = UnixFiles.MakeSocket(_folder["socket"]);
        Assert.Null(ReplaceablePath.Obstacle(_folder["file"]));
        Assert.Null(ReplaceablePath.Obstacle(_folder["nothing/new"]));
        Assert.Equal("a pipe", ReplaceablePath.Obstacle(_folder["pipe"]));
        Assert.Equal("a pipe", ReplaceablePath.Obstacle(_folder["link"]));
        Assert.Equal("a socket", ReplaceablePath.Obstacle(_folder["socket"]));
    }

    [Theory]
    [InlineData("/dev/null")]
    [InlineData("/dev/stdout")]
    [InlineData("/dev/fd/1")]
    public void A_device_stays_one_whatever_it_is_a_link_to(string path)
    {
        if (OperatingSystem.IsWindows()) return;
        Assert.Equal("a device", ReplaceablePath.Obstacle(path));
    }
}
