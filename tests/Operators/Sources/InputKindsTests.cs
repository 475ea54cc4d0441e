using FlowActors.Operators;
using FlowActors.Sources;
using FlowActors.Tests.Harness;

namespace FlowActors.Tests.Sources;

/// <summary>What is no file is read as a stream where it is named, and refused where it is found.</summary>
public sealed class InputKindsTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public InputKindsTests() => _folder.Write("in/a.txt", "a");

    public void Dispose() => _folder.Dispose();

    [Theory(Timeout = 60_000)]
    [InlineData("in")]
    [InlineData("in/*")]
    [InlineData("**/b.*")]
    public Task A_pipe_in_a_folder_is_refused_by_name_and_not_waited_for(string path) => Task.Run(() =>
    {
        if (!OperatingSystem.IsLinux()) return;
        UnixFiles.MakePipe(_folder["in/b.txt"]);
        Assert.Contains("in/b.txt', a pipe, not a file. Remove it", Refusal(path), StringComparison.Ordinal);
    });

    [Fact(Timeout = 60_000)]
    public Task A_link_to_a_pipe_in_a_folder_is_refused_by_name_and_not_waited_for() => Task.Run(() =>
    {
        if (!OperatingSystem.IsLinux()) return;
        UnixFiles.MakePipe(_folder["pipe"]);
        File.CreateSymbolicLink(_folder["in/b.txt"], "../pipe");
        Assert.Contains("in/b.txt', a pipe, not a file. Remove it", Refusal("in"), StringComparison.Ordinal);
    });

    [Fact]
    public void Sockets_and_devices_are_refused_by_name()
    {
        if (!OperatingSystem.IsLinux()) return;
        using var socket = UnixFiles.MakeSocket(_folder["in/socket"]);
        Assert.Contains("in/socket' is a socket, which cannot be read as a text", Refusal("in/socket"), StringComparison.Ordinal);
        Assert.Contains("in/socket', a socket, not a file", Refusal("in"), StringComparison.Ordinal);
        File.Delete(_folder["in/socket"]);
        File.CreateSymbolicLink(_folder["in/null"], "/dev/null");
        Assert.Contains("in/null', a device, not a file", Refusal("in/n*"), StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("pipe")]
    [InlineData("link")]
    public async Task A_pipe_that_is_named_is_read_once_by_one_subtask(string name)
    {
        if (!OperatingSystem.IsLinux()) return;
        UnixFiles.MakePipe(_folder["pipe"]);
        File.CreateSymbolicLink(_folder["link"], "pipe");
        var source = new TextFileSource([_folder[name], _folder["pipe"]]);
        source.Validate();
        Assert.Null(source.TotalBytes);

        var writer = Task.Run(() => File.WriteAllText(_folder["pipe"], "one\ntwo\n"));
        Assert.Equal([["one", "two"], []], await SourceHarness<string>.ReadAllAsync(source, 2));
        await writer;
    }

    [Fact(Timeout = 60_000)]
    public async Task A_cancel_ends_the_wait_for_the_writer_of_a_pipe()
    {
        if (!OperatingSystem.IsLinux()) return;
        using var harness = new SourceHarness<string>(new TextFileSource([UnixFiles.MakePipe(_folder["pipe"])]));
        Assert.Equal(Progress.Waiting, harness.Poll());
        harness.Context.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(harness.PollAsync);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_pipe_that_is_given_up_keeps_no_thread()
    {
        if (!OperatingSystem.IsLinux()) return;
        var pipe = InputPaths.Resolve([UnixFiles.MakePipe(_folder["pipe"])])[0];
        var opening = FileOpening.Begin(pipe);
        await FileOpening.GiveUpAsync(opening, pipe);
        Assert.True(opening.IsCompleted);
    }

    [Fact]
    public async Task The_null_device_is_empty()
    {
        if (!OperatingSystem.IsLinux()) return;
        Assert.Equal([[]], await SourceHarness<string>.ReadAllAsync(new TextFileSource(["/dev/null"]), 1));
    }

    [Theory]
    [InlineData("/proc/self/status")]
    [InlineData("/sys/kernel/mm/transparent_hugepage/enabled")]
    public async Task Files_of_the_system_are_read_to_where_they_end(string path)
    {
        if (!OperatingSystem.IsLinux() || !File.Exists(path)) return;
        var source = new TextFileSource([path], new TextFileSettings { SplitBytes = 16 });
        var shares = await SourceHarness<string>.ReadAllAsync(source, 2);
        Assert.Equal(File.ReadAllLines(path).Length, shares[0].Count);
        Assert.Empty(shares[1]);
    }

    [Fact]
    public void Standard_input_is_read_once_by_whatever_name()
    {
        if (!OperatingSystem.IsLinux() || !File.Exists("/dev/stdin")) return;
        Assert.Single(InputPaths.Resolve(["-", "/dev/stdin", "-"]));
    }

    private string Refusal(string path) =>
        Assert.Throws<JobValidationException>(new TextFileSource([_folder[path]]).Validate).Message;
}
