using System.CommandLine;
using System.Text.Json;

namespace FlowActors.CommandLine.Tests;

public sealed class JobWhyCommandTests : IAsyncLifetime
{
    private FlowActorsHost _host = null!;
    private FlowActorsHttpServer _server = null!;
    private IJobClient _job = null!;

    public async Task InitializeAsync()
    {
        _host = await FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions());
        _server = await FlowActorsHttpServer.StartAsync(_host);
        var env = _host.CreateEnvironment().SetParallelism(1);
        env.Generate<long>(null, i => i, recordsPerSecond: 10).Discard();
        _job = await env.ExecuteAsync("quiet");
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task A_job_that_nothing_holds_back_says_so()
    {
        while (await _job.GetStatusAsync() != JobStatus.Running) await Task.Yield();
        var (exitCode, output, error) = await InvokeAsync("quiet", "--at", _server.Address.ToString());
        Assert.Equal((0, ""), (exitCode, error));
        Assert.Equal($"quiet ({_job.JobId}): Running\nNothing holds the job back.\n", output);
    }

    [Fact]
    public async Task Findings_are_lines_of_a_table()
    {
        await _job.CancelAsync();
        await Assert.ThrowsAsync<JobCancelledException>(() => _job.WaitForEndAsync());
        var env = _host.CreateEnvironment().SetParallelism(1).SetRestartStrategy(RestartStrategy.None);
        env.Generate<long>(null, i => i).Map<long>(_ => throw new InvalidOperationException("the disk is full")).WithName("writes").Discard();
        var failing = await env.ExecuteAsync("failing");
        await Assert.ThrowsAsync<JobFailedException>(() => failing.WaitForEndAsync());
        var (exitCode, output, error) = await InvokeAsync("failing", "--at", _server.Address.ToString());
        Assert.Equal((0, ""), (exitCode, error));
        var lines = output.Split('\n');
        Assert.Equal($"failing ({failing.JobId}): Failed", lines[0]);
        Assert.Matches("^WHAT +SINCE +WHY$", lines[1]);
        Assert.Matches("^notRunning +[-0-9: ]+Z +It has failed .*in subtask 0 of 'writes': the disk is full$", lines[2]);
        using var json = JsonDocument.Parse((await InvokeAsync(failing.JobId.ToString(), "--json", "--at", _server.Address.ToString())).Output);
        Assert.Equal("notRunning", json.RootElement.GetProperty("findings")[0].GetProperty("kind").GetString());
    }

    [Fact]
    public async Task A_job_that_there_is_not_is_an_error()
    {
        var (exitCode, output, error) = await InvokeAsync("none", "--at", _server.Address.ToString());
        Assert.Equal((1, ""), (exitCode, output));
        Assert.Contains("There is no job with the id or the name 'none'", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_there_is_not_is_an_error()
    {
        await _server.DisposeAsync();
        var (exitCode, output, error) = await InvokeAsync("quiet", "--at", _server.Address.ToString());
        Assert.Equal((1, ""), (exitCode, output));
        Assert.Contains("cannot be reached", error, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Output, string Error)> InvokeAsync(params string[] arguments)
    {
        var configuration = new InvocationConfiguration { Output = new StringWriter { NewLine = "\n" }, Error = new StringWriter { NewLine = "\n" } };
        var root = new RootCommand();
        root.AddFlowActors();
        var exitCode = await root.Parse(["job", "why", .. arguments]).InvokeAsync(configuration, CancellationToken.None);
        return (exitCode, configuration.Output.ToString()!, configuration.Error.ToString()!);
    }
}
