using System.Net;
using System.Text.Json;
using FlowActors.Client;
using FlowActors.Client.Operations;
using FlowActors.Client.Submission;

namespace FlowActors.Http.Tests.Acting;

/// <summary>Savepoints are taken and deleted below the configured folders, and nothing else is.</summary>
public sealed class SavepointFilesTests : IAsyncLifetime
{
    private ActingHost _served = null!;
    private string _job = "";

    private FlowActorsClient Client => _served.Client;

    public async Task InitializeAsync()
    {
        _served = await ActingHost.StartAsync();
        _job = await _served.RunAsync(new JobSubmission("sums"));
    }

    public async Task DisposeAsync() => await _served.DisposeAsync();

    [Fact]
    public async Task Savepoints_are_listed_and_deleted_with_their_files_only()
    {
        var taken = await SavepointAsync("a/first");
        await SavepointAsync(Path.Join(_served.Savepoints, "second"));
        var list = await Client.GetSavepointsAsync();
        Assert.Equal([Path.Join(_served.Savepoints, "second"), taken], list.Savepoints.Select(s => s.Path));
        Assert.All(list.Savepoints, s => Assert.Equal((_job, "sums", "canonical", true, null), (s.Job, s.JobName, s.Form, s.Bytes > 0, s.Failure)));

        var note = Path.Join(_served.Savepoints, "second", "note.txt");
        await File.WriteAllTextAsync(note, "mine");
        foreach (var path in new[] { "a/first", "second" })
        {
            var done = await Client.WaitForAsync(await Client.DisposeSavepointAsync(path));
            Assert.Equal(("dispose", Operation.Completed, Path.Join(_served.Savepoints, path)), (done.Kind, done.Status, done.Result?.Savepoint));
        }

        Assert.False(Directory.Exists(taken));
        Assert.Equal([note], Directory.GetFiles(Path.Join(_served.Savepoints, "second")));
        Assert.Empty((await Client.GetSavepointsAsync()).Savepoints);
        Assert.Equal(HttpStatusCode.NotFound, (await RefusedAsync(() => Client.DisposeSavepointAsync("second"))).Status);
    }

    [Theory]
    [InlineData("../out", HttpStatusCode.BadRequest)]
    [InlineData("a/../../out", HttpStatusCode.BadRequest)]
    [InlineData("a\\..\\out", HttpStatusCode.BadRequest)]
    [InlineData(".", HttpStatusCode.BadRequest)]
    [InlineData("", HttpStatusCode.BadRequest)]
    [InlineData("a\u0000b", HttpStatusCode.BadRequest)]
    [InlineData("/", HttpStatusCode.Forbidden)]
    [InlineData("/etc/flowactors-savepoint", HttpStatusCode.Forbidden)]
    [InlineData("{folder}/savepoints", HttpStatusCode.Forbidden)]
    [InlineData("{folder}/savepoints/", HttpStatusCode.Forbidden)]
    [InlineData("{folder}/savepoints2/x", HttpStatusCode.Forbidden)]
    [InlineData("{folder}/out", HttpStatusCode.Forbidden)]
    [InlineData("link/x", HttpStatusCode.Forbidden)]
    [InlineData("link", HttpStatusCode.Forbidden)]
    [InlineData("a/inner/x", HttpStatusCode.Forbidden)]
    public async Task Nothing_leads_out_of_the_folders(string path, HttpStatusCode expected)
    {
        var outside = Directory.CreateDirectory(Path.Join(_served.Folder, "out")).FullName;
        Directory.CreateSymbolicLink(Path.Join(_served.Savepoints, "link"), outside);
        Directory.CreateDirectory(Path.Join(_served.Savepoints, "a"));
        Directory.CreateSymbolicLink(Path.Join(_served.Savepoints, "a", "inner"), Path.Join("..", "..", "out"));
        var asked = path.Replace("{folder}", _served.Folder, StringComparison.Ordinal);
        foreach (var (at, body) in new[]
        {
            ($"/jobs/{_job}/savepoints", JsonSerializer.Serialize(new { target = asked })),
            ($"/jobs/{_job}/stop", JsonSerializer.Serialize(new { savepoint = asked })),
            ("/savepoints/dispose", JsonSerializer.Serialize(new { path = asked })),
            ("/jobs", JsonSerializer.Serialize(new { job = "sums", from = new { savepoint = asked } })),
        })
        {
            var (status, text) = await _served.PostAsync(at, body);
            Assert.True(status == expected, $"{at} {body}: {status} {text}");
        }

        Assert.Empty(Directory.GetFileSystemEntries(outside));
        Assert.Equal("Running", (await Client.GetJobsAsync()).Single().Status);
    }

    [Fact]
    public async Task What_is_no_savepoint_is_not_deleted()
    {
        var folder = Directory.CreateDirectory(Path.Join(_served.Savepoints, "other")).FullName;
        await File.WriteAllTextAsync(Path.Join(folder, "note.txt"), "mine");
        Assert.Equal(HttpStatusCode.NotFound, (await RefusedAsync(() => Client.DisposeSavepointAsync("other"))).Status);
        await File.WriteAllTextAsync(Path.Join(folder, "_metadata"), "mine");
        Assert.Equal(HttpStatusCode.Conflict, (await RefusedAsync(() => Client.DisposeSavepointAsync("other"))).Status);
        Assert.NotNull(Assert.Single((await Client.GetSavepointsAsync()).Savepoints).Failure);
        Assert.Equal(2, Directory.GetFiles(folder).Length);
    }

    [Theory]
    [InlineData(false, "until its first checkpoint is complete")]
    [InlineData(true, "has taken it over")]
    public async Task What_a_job_needs_is_not_deleted(bool claims, string why)
    {
        await SavepointAsync("needed");
        var second = await _served.RunAsync(new JobSubmission("sums") { Name = "second", From = new SavepointStart("needed") { Claim = claims ? "claim" : null } });
        var refused = await RefusedAsync(() => Client.DisposeSavepointAsync("needed"));
        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Join(_served.Savepoints, "needed", "_metadata")));
        if (claims) return;
        await Client.WaitForAsync(await Client.Job(second).TakeCheckpointAsync());
        Assert.Equal(Operation.Completed, (await Client.WaitForAsync(await Client.DisposeSavepointAsync("needed"))).Status);
    }

    [Fact]
    public async Task A_folder_that_is_not_empty_is_left_as_it_is()
    {
        var taken = await SavepointAsync("twice");
        var before = Directory.GetFiles(taken).Length;
        var done = await Client.WaitForAsync(await Client.Job(_job).TakeSavepointAsync(new SavepointRequest { Target = "twice" }));
        Assert.Equal((Operation.Failed, before), (done.Status, Directory.GetFiles(taken).Length));
        Assert.Contains("which is not empty", done.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_folders_nothing_of_savepoints_is_done()
    {
        await using var served = await ActingHost.StartAsync(hasFolders: false);
        var job = await served.RunAsync(new JobSubmission("sums"));
        foreach (var ask in new Func<Task>[]
        {
            () => served.Client.Job(job).TakeSavepointAsync(), () => served.Client.Job(job).StopAsync(), () => served.Client.DisposeSavepointAsync("x"),
            () => served.Client.SubmitAsync(new JobSubmission("sums") { From = new SavepointStart("x") }),
        })
        {
            var refused = await RefusedAsync(ask);
            Assert.Equal(HttpStatusCode.Forbidden, refused.Status);
            Assert.Contains("flowactors.http.savepoint-folders", refused.Message, StringComparison.Ordinal);
        }

        Assert.Empty((await served.Client.GetSavepointsAsync()).Savepoints);
        Assert.Equal(Operation.Completed, (await served.Client.WaitForAsync(await served.Client.Job(job).TakeCheckpointAsync())).Status);
    }

    private async Task<string> SavepointAsync(string target)
    {
        var done = await Client.WaitForAsync(await Client.Job(_job).TakeSavepointAsync(new SavepointRequest { Target = target }));
        Assert.Equal((Operation.Completed, null), (done.Status, done.Failure));
        return done.Result!.Savepoint!;
    }

    private static Task<FlowActorsClientException> RefusedAsync(Func<Task> ask) => Assert.ThrowsAsync<FlowActorsClientException>(ask);
}
