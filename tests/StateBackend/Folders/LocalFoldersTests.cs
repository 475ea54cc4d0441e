using FlowActors.State.Folders;

namespace FlowActors.StateBackend.Tests.Folders;

/// <summary>The folders of one process, where nothing goes wrong.</summary>
public sealed class LocalFoldersTests : IDisposable
{
    private readonly TemporaryRoots _roots = new();

    public void Dispose() => _roots.Dispose();

    [Fact]
    public void A_folder_is_new_and_empty_in_the_folder_of_the_run_and_gone_when_it_is_disposed()
    {
        using var folders = Open(FakeDisk.WithRoom(), "a");
        var folder = folders.Allocate("q17-3");
        Assert.Equal(_roots["a"], folder.Root);
        Assert.Equal(folders.Runs.Single(), Path.GetDirectoryName(folder.Path));
        Assert.EndsWith("-q17-3", folder.Path, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
        Fill(folder);
        folder.Dispose();
        folder.Dispose();
        Assert.False(Directory.Exists(folder.Path));
    }

    [Fact]
    public void The_same_name_gets_another_folder()
    {
        using var folders = Open(FakeDisk.WithRoom(), "a");
        var first = folders.Allocate("x");
        Fill(first);
        Assert.Empty(Directory.GetFileSystemEntries(folders.Allocate("x").Path));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("..\\b")]
    [InlineData("a\0")]
    public void A_name_that_leads_elsewhere_is_refused(string name)
    {
        using var folders = Open(FakeDisk.WithRoom(), "a");
        Assert.Throws<ArgumentException>(() => folders.Allocate(name));
        Assert.DoesNotContain(Directory.GetDirectories(folders.Runs.Single()), _ => true);
    }

    [Fact]
    public void At_the_end_the_folders_of_the_run_are_gone_with_those_in_use_and_the_roots_stay()
    {
        var folders = Open(FakeDisk.WithRoom(), "a", "b");
        Fill(folders.Allocate("x"));
        folders.Dispose();
        folders.Dispose();
        Assert.Empty(Directory.GetFileSystemEntries(_roots["a"]));
        Assert.Empty(Directory.GetFileSystemEntries(_roots["b"]));
        Assert.Throws<ObjectDisposedException>(() => folders.Allocate("x"));
    }

    [Fact]
    public void Nobody_else_may_read_what_is_in_them()
    {
        if (OperatingSystem.IsWindows()) return;
        using var folders = Open(FakeDisk.WithRoom(), "a");
        const UnixFileMode Mine = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        Assert.Equal(Mine, File.GetUnixFileMode(folders.Runs.Single()));
        Assert.Equal(Mine, File.GetUnixFileMode(folders.Allocate("x").Path));
    }

    [Fact]
    public void A_root_that_is_named_twice_counts_once()
    {
        using var folders = LocalFolders.Open([_roots["a"], Path.Join(_roots["a"], "..", "a"), _roots["b"]], Unexpected, FakeDisk.WithRoom());
        Assert.Equal(2, folders.Runs.Count);
    }

    [Fact]
    public void Without_roots_a_folder_of_this_user_below_the_temporary_ones_is_taken()
    {
        Assert.StartsWith(Path.Join(Path.GetTempPath(), "flowactors-state"), LocalFolders.Default, StringComparison.Ordinal);
        using var folders = LocalFolders.Open([], _ => { });
        Assert.Equal(LocalFolders.Default, Path.GetDirectoryName(folders.Runs.Single()));
        Assert.True(Directory.Exists(folders.Allocate("x").Path));
    }

    [Fact]
    public void Files_can_be_linked_where_the_disk_says_so()
    {
        using var folders = LocalFolders.Open([_roots["a"]], Unexpected);
        using var folder = folders.Allocate("x");
        Assert.True(folder.CanLink);
        Assert.True(folders.CanLink(_roots["a"]));
        var (file, link) = (Path.Join(folder.Path, "1.sst"), Path.Join(folder.Path, "2.sst"));
        File.WriteAllText(file, "rows");
        new LocalDisk().Link(file, link);
        File.Delete(file);
        Assert.Equal("rows", File.ReadAllText(link));
    }

    [Fact]
    public void A_file_system_without_hard_links_is_said_once()
    {
        var said = new List<string>();
        using var folders = LocalFolders.Open([_roots["a"]], said.Add, FakeDisk.WithRoom(hasLinks: false));
        Assert.False(folders.Allocate("x").CanLink);
        Assert.False(folders.CanLink(_roots["a"]));
        Assert.Contains($"'{_roots["a"]}' of flowactors.state.local-dirs is on a file system without hard links (Operation not permitted)", Assert.Single(said), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_root_has_no_answer()
    {
        using var folders = Open(FakeDisk.WithRoom(), "a");
        Assert.Throws<ArgumentException>(() => folders.CanLink(_roots["b"]));
    }

    private static void Fill(LocalFolder folder) => File.WriteAllText(Path.Join(folder.Path, "CURRENT"), "MANIFEST-000001");

    private static void Unexpected(string warning) => Assert.Fail(warning);

    private LocalFolders Open(FakeDisk disk, params string[] roots) => LocalFolders.Open([.. roots.Select(root => _roots[root])], Unexpected, disk);
}
