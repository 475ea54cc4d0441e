namespace FlowActors.CommandLine.Tests;

/// <summary>A savepoint of the job that the others are compared with.</summary>
public sealed class TakenSavepoint : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("flowactors-command-line-");

    public string Folder => Path.Join(_folder.FullName, "savepoint");

    public async Task InitializeAsync()
    {
        await using var host = await FlowActorsHost.StartEmbeddedAsync(Versions.Register(new EmbeddedOptions()));
        var job = await host.SubmitAsync("written");
        while (await job.GetStatusAsync() != JobStatus.Running) await Task.Yield();
        await job.StopWithSavepointAsync(Folder).WaitAsync(Limit);
        await job.WaitForEndAsync().WaitAsync(Limit);
    }

    public Task DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return Task.CompletedTask;
    }
}
