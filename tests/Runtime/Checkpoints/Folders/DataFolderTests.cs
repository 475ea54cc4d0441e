using FlowActors.Files;
using FlowActors.Runtime.Checkpoints.Folders;
using FlowActors.Tests.Files;

namespace FlowActors.Runtime.Tests.Checkpoints.Folders;

public sealed class DataFolderTests
{
    private const string Folder = "/data/job";
    private readonly SimulatedFileSystem _files = new();

    public DataFolderTests() => _files.CreateFolder("/data");

    [Fact]
    public void A_folder_that_is_in_use_is_refused_until_it_is_given_back()
    {
        using (DataFolder.Open(_files, Folder)) Assert.Contains("in use by another process", Refusal(), StringComparison.Ordinal);
        DataFolder.Open(_files, Folder).Dispose();
    }

    [Fact]
    public void A_crash_gives_the_folder_back()
    {
        DataFolder.Open(_files, Folder);
        _files.Crash(new Random(1));
        DataFolder.Open(_files, Folder).Dispose();
    }

    [Fact]
    public void A_newer_version_is_refused_and_nothing_changes()
    {
        _files.Put($"{Folder}/flowactors.version", "2\n"u8.ToArray());
        Assert.Contains("version 2", Refusal(), StringComparison.Ordinal);
        Assert.Equal("2\n"u8.ToArray(), _files.File($"{Folder}/flowactors.version").Bytes);
        Assert.Contains("version 2", Refusal(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x\n")]
    [InlineData("0\n")]
    [InlineData("99999999999\n")]
    public void A_version_that_is_none_is_refused(string text)
    {
        _files.Put($"{Folder}/flowactors.version", System.Text.Encoding.ASCII.GetBytes(text));
        Assert.Contains("flowactors.version", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_disk_that_is_full_or_read_only_is_said_with_its_folder()
    {
        foreach (var failure in new Exception[] { new IOException("No space left on device."), new UnauthorizedAccessException("Access is denied.") })
        {
            foreach (var call in new[] { FileCall.CreateFolder, FileCall.Lock, FileCall.Create, FileCall.Write, FileCall.Flush, FileCall.Rename, FileCall.FlushFolder })
            {
                var files = new SimulatedFileSystem();
                files.FailWhen((at, _) => at == call, failure);
                var refusal = Assert.Throws<JobValidationException>(() => DataFolder.Open(files, Folder)).Message;
                Assert.Contains(Folder, refusal, StringComparison.Ordinal);
                Assert.Contains(failure.Message, refusal, StringComparison.Ordinal);
                files.Before = (_, _) => { };
                DataFolder.Open(files, Folder).Dispose();
            }
        }
    }

    [Fact]
    public void A_crash_at_any_step_leaves_a_folder_that_opens()
    {
        for (var step = 0; step < 20; step++)
        {
            for (var seed = 0; seed < 20; seed++)
            {
                var files = new SimulatedFileSystem();
                var left = step;
                files.FailWhen((_, _) => left-- == 0, new SimulatedCrashException());
                Record.Exception(() => DataFolder.Open(files, Folder).Dispose());
                files.Crash(new Random(seed));
                DataFolder.Open(files, Folder).Dispose();
            }
        }
    }

    [Fact]
    public void The_folders_of_the_machine_are_locked_too()
    {
        var folder = Directory.CreateTempSubdirectory("flowactors-data-").FullName;
        try
        {
            var files = new LocalFileSystem();
            using (DataFolder.Open(files, folder))
            {
                Assert.Contains("in use", Assert.Throws<JobValidationException>(() => DataFolder.Open(files, folder)).Message, StringComparison.Ordinal);
            }

            DataFolder.Open(files, folder).Dispose();
            Assert.Equal("1\n", File.ReadAllText(Path.Join(folder, "flowactors.version")));
            using (DataFolder.Join(files, folder, "one:1", (_, _) => { }))
            using (DataFolder.Join(files, folder, "two:2", (_, _) => { }))
                Assert.Contains("the cluster of node", Assert.Throws<JobValidationException>(() => DataFolder.Open(files, folder)).Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Nodes_of_a_cluster_share_a_folder_and_keep_others_out()
    {
        var prepared = 0;
        using (var first = Join("one:1"))
        {
            using var second = Join("two:2");
            Assert.Equal((first.Id, first.Path, 2), (second.Id, second.Path, prepared));
            first.Dispose();
            for (var i = 0; i < 3; i++) Join("three:3").Dispose();
            Assert.Equal(2, _files.FilesIn($"{Folder}/nodes").Count);
            Assert.Contains("the cluster of node two:2", Refusal(), StringComparison.Ordinal);
        }

        using var alone = DataFolder.Open(_files, Folder);
        Assert.Empty(_files.FilesIn($"{Folder}/nodes"));

        DataFolder Join(string node) => DataFolder.Join(_files, Folder, node, (folder, _) =>
        {
            Assert.Equal(Folder, folder);
            prepared++;
        });
    }

    [Fact]
    public void No_other_cluster_begins_over_the_folder_while_a_member_of_one_lives()
    {
        var (first, second, other) = (Join("one:1"), Join("two:2"), Join("other:3"));
        Assert.Null(first.EnterCluster("one:1", 1, new HashSet<int> { 1 }));
        // The second one has joined that cluster; whether all that have their files open are members of it is not its business.
        Assert.Null(second.EnterCluster("two:2", 2, new HashSet<int> { 1, 2 }));
        Assert.Equal(["one:1", "two:2"], other.ClusterMembers());
        Assert.Equal("one:1", other.EnterCluster("other:3", -3, new HashSet<int> { -3 }));
        // Nor has it the folder by a second member, which has joined it.
        Assert.Equal("one:1", other.EnterCluster("other:4", 4, new HashSet<int> { -3, 4 }));
        first.Dispose();
        Assert.Equal("two:2", other.EnterCluster("other:3", -3, new HashSet<int> { -3, 1 }));
        Assert.Null(other.EnterCluster("other:3", -3, new HashSet<int> { -3, 2 }));
        Assert.Null(second.EnterCluster("two:2", 2, new HashSet<int> { 2, -3 }));
        second.Dispose();
        other.Dispose();
        DataFolder.Open(_files, Folder).Dispose();

        DataFolder Join(string node) => DataFolder.Join(_files, Folder, node, (_, _) => { });
    }

    [Fact]
    public void A_folder_that_was_given_back_is_entered_by_no_cluster()
    {
        var folder = DataFolder.Join(_files, Folder, "one:1", (_, _) => { });
        folder.Dispose();
        Assert.Null(folder.EnterCluster("one:1", 1, new HashSet<int> { 1 }));
        DataFolder.Open(_files, Folder).Dispose();
    }

    [Fact]
    public void A_node_that_cannot_prepare_the_folder_is_none_of_its_nodes()
    {
        Assert.Throws<JobValidationException>(() => DataFolder.Join(_files, Folder, "one:1", (_, _) => throw new IOException("No space left on device.")));
        DataFolder.Open(_files, Folder).Dispose();
    }

    [Fact]
    public void Nodes_make_a_folder_only_in_one_that_is_there()
    {
        var refusal = Assert.Throws<JobValidationException>(() => DataFolder.Join(_files, "/mnt/disk/flow", "one:1", (_, _) => { })).Message;
        Assert.StartsWith("The data folder '/mnt/disk/flow' is not there, nor is '/mnt/disk', in which it could be made.", refusal, StringComparison.Ordinal);
        _files.CreateFolder("/mnt/disk");
        DataFolder.Join(_files, "/mnt/disk/flow", "one:1", (_, _) => { }).Dispose();
    }

    [Fact]
    public void A_damaged_name_of_a_folder_is_told()
    {
        _files.Put($"{Folder}/flowactors.id", "nonsense\n"u8.ToArray());
        Assert.Contains("flowactors.id", Refusal(), StringComparison.Ordinal);
    }

    private string Refusal() => Assert.Throws<JobValidationException>(() => DataFolder.Open(_files, Folder)).Message;
}
