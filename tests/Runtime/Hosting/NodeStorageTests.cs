using System.Diagnostics;
using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Files;
using FlowActors.Runtime.Hosting;
using FlowActors.Runtime.Tests.Checkpoints.Storage;
using FlowActors.Runtime.Tests.Cluster;
using FlowActors.Tests.Harness;
using FlowActors.Tests.Files;

namespace FlowActors.Runtime.Tests.Hosting;

/// <summary>What a host keeps on disk: where it is, who may use it, and what is told where it cannot be used.</summary>
[Collection("cluster")]
public sealed class NodeStorageTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flowactors-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task All_nodes_of_a_host_share_one_folder_with_journal_and_checkpoints()
    {
        var job = JobId.Create();
        await using var host = await FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions { Nodes = 2, DataFolder = _folder });
        Assert.All(host.Cluster.Nodes, node => Assert.Same(host.Cluster.Storage.Checkpoints, node.Setup.Checkpoints));
        Assert.Equal(["flowactors.id", "flowactors.lock", "flowactors.version", "journal.db"], Files().Where(name => !name!.StartsWith("journal.db-", StringComparison.Ordinal)));
        Assert.Empty(Directory.GetDirectories(_folder));

        var checkpoints = host.Cluster.Storage.Checkpoints;
        Assert.True(checkpoints.HasDataFolder);
        Assert.Equal(Path.Combine(_folder, "checkpoints", job.Value, "chk-7"), checkpoints.Storages.Of(job).Checkpoint(7).Folder);
        Assert.Equal(TimeSpan.FromSeconds(10), checkpoints.SettingsOf(new CheckpointConfig()).Interval);
        Assert.Null(host.Cluster.Storage.Temporary.Made);
    }

    [Fact]
    public async Task Without_a_data_folder_nothing_is_made_before_a_job_asks_and_nothing_is_left()
    {
        string made;
        CheckpointServices checkpoints;
        await using (var host = await FlowActorsHost.StartEmbeddedAsync())
        {
            var env = host.CreateEnvironment().SetParallelism(1);
            env.FromSequence(1, 10).Discard();
            await env.RunAsync("no checkpoints").WaitAsync(Patience.Limit);
            checkpoints = host.Cluster.Storage.Checkpoints;
            Assert.False(checkpoints.HasDataFolder);
            Assert.Null(checkpoints.SettingsOf(new CheckpointConfig()).Interval);
            Assert.Null(host.Cluster.Storage.Temporary.Made);

            var storage = checkpoints.Storages.Of(JobId.Create());
            StorageSamples.Write(storage, storage.Checkpoint(1), StorageSamples.Owner(1), [1, 2, 3]);
            made = host.Cluster.Storage.Temporary.Made!;
            Assert.StartsWith(made, storage.Checkpoint(1).Folder, StringComparison.Ordinal);
            Assert.True(Directory.Exists(storage.Checkpoint(1).Folder));
        }

        Assert.False(Directory.Exists(made));
        Assert.Throws<ObjectDisposedException>(() => checkpoints.Storages.Of(JobId.Create()));
    }

    [Fact]
    public void A_folder_of_the_version_before_opens_and_loses_its_former_lock()
    {
        var former = Path.Combine(_folder, "journal.lock");
        File.WriteAllText(former, "");
        using (File.Open(former, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            var refusal = Refusal();
            Assert.Contains($"'{_folder}' is in use by another process, of an earlier version", refusal, StringComparison.Ordinal);
            Assert.True(File.Exists(former));
        }

        Open().Dispose();
        Assert.False(File.Exists(former));
        Open().Dispose();
    }

    [Fact]
    public async Task A_folder_that_another_process_uses_is_refused_until_it_has_ended()
    {
        if (!OperatingSystem.IsLinux()) return;
        Open().Dispose();
        var start = new ProcessStartInfo("flock", [Path.Combine(_folder, "flowactors.lock"), "sh", "-c", "echo held; read line"])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true,
        };
        using var other = Process.Start(start)!;
        Assert.Equal("held", await other.StandardOutput.ReadLineAsync().WaitAsync(Patience.Limit));
        var refusal = Refusal();
        Assert.Contains($"The data folder '{_folder}' is in use by another process", refusal, StringComparison.Ordinal);
        Assert.Contains("name another folder", refusal, StringComparison.Ordinal);
        other.StandardInput.Close();
        await other.WaitForExitAsync().WaitAsync(Patience.Limit);
        Open().Dispose();
    }

    [Fact]
    public void A_second_host_is_refused_and_the_first_keeps_the_folder()
    {
        using (Open())
        {
            Assert.Contains("in use by another process, or by another host in this one", Refusal(), StringComparison.Ordinal);
            Assert.Contains("in use", Refusal(), StringComparison.Ordinal);
        }

        Open().Dispose();
    }

    [Theory]
    [InlineData("2\n", "has version 2 of its layout")]
    [InlineData("x\n", "flowactors.version' holds no version of a data folder")]
    public async Task A_newer_or_damaged_version_is_refused_before_anything_is_touched(string version, string told)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "flowactors.version"), version);
        var error = await Assert.ThrowsAsync<JobValidationException>(
            () => FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions { DataFolder = _folder }));
        Assert.Contains(_folder, error.Message, StringComparison.Ordinal);
        Assert.Contains(told, error.Message, StringComparison.Ordinal);
        Assert.Equal(["flowactors.lock", "flowactors.version"], Files());
        Assert.Equal(version, await File.ReadAllTextAsync(Path.Combine(_folder, "flowactors.version")));
    }

    [Fact]
    public void A_journal_that_is_damaged_is_refused_naming_its_file_and_gives_the_folder_back()
    {
        var journal = Path.Combine(_folder, "journal.db");
        File.WriteAllText(journal, new string('x', 4096));
        Assert.Contains($"The journal '{journal}' cannot be used", Refusal(), StringComparison.Ordinal);
        File.Delete(journal);
        Open().Dispose();
    }

    [Fact]
    public void A_full_disk_is_told_with_the_folder_and_what_to_do()
    {
        foreach (var call in (FileCall[])[FileCall.CreateFolder, FileCall.Lock, FileCall.Create, FileCall.Write, FileCall.Flush, FileCall.Rename])
        {
            var files = new SimulatedFileSystem();
            files.FailWhen((at, _) => at == call, new IOException("No space left on device."));
            var refusal = Assert.Throws<JobValidationException>(() => NodeStorage.Open(Settings(), files)).Message;
            Assert.Contains($"The data folder '{_folder}' cannot be used: No space left on device. Name a folder on a disk that has room", refusal, StringComparison.Ordinal);
            Assert.Empty(Files());
        }
    }

    [Fact]
    public void A_path_through_a_file_is_refused_naming_it()
    {
        var file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "text");
        foreach (var path in (string[])[file, Path.Combine(file, "below")])
        {
            var refusal = Assert.Throws<JobValidationException>(() => NodeStorage.Open(Settings(path), new LocalFileSystem())).Message;
            Assert.Contains($"The data folder '{path}' cannot be used", refusal, StringComparison.Ordinal);
        }

        Assert.Equal("text", File.ReadAllText(file));
    }

    [UnlessRootFact]
    public void A_folder_that_may_not_be_written_to_is_refused()
    {
        if (OperatingSystem.IsWindows()) return;
        var mode = File.GetUnixFileMode(_folder);
        File.SetUnixFileMode(_folder, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            Assert.Contains($"The data folder '{_folder}' cannot be used", Refusal(), StringComparison.Ordinal);
        }
        finally
        {
            File.SetUnixFileMode(_folder, mode);
        }
    }

    private NodeStorage Open() => NodeStorage.Open(Settings(), new LocalFileSystem());

    private string Refusal() => Assert.Throws<JobValidationException>(() => Open().Dispose()).Message;

    private RuntimeSettings Settings(string? folder = null) => Composed.Read(null) with { Journal = new JournalSettings(folder ?? _folder) };

    private IEnumerable<string?> Files() => Directory.GetFiles(_folder).Select(Path.GetFileName).Order(StringComparer.Ordinal);
}
