using FlowActors.State.Folders;

namespace FlowActors.StateBackend.Tests.Folders;

/// <summary>Roots that cannot be used, at the start or later.</summary>
public sealed class RefusingDiskTests : IDisposable
{
    private const string Advice = "Set the key to folders on local disks that have room and that this process may write to, and start it again.";
    private readonly TemporaryRoots _roots = new();
    private readonly List<string> _said = [];

    public void Dispose() => _roots.Dispose();

    [Fact]
    public void A_file_in_the_place_of_a_root_is_refused_by_key_and_path()
    {
        File.WriteAllText(_roots["a"], "");
        Refused("a", "it is a file. ");
    }

    [Fact]
    public void A_root_below_a_file_is_refused()
    {
        File.WriteAllText(_roots["a"], "");
        Refused(Path.Join("a", "b", "c"), $"it cannot be made, as '{_roots["a"]}' is a file. ");
    }

    [Fact]
    public void A_root_that_cannot_be_made_says_that_it_was_to_be_made()
    {
        if (!OperatingSystem.IsLinux()) return;
        var error = Assert.Throws<LocalFoldersException>(() => LocalFolders.Open(["/proc/nope"], _said.Add));
        Assert.StartsWith("The folder '/proc/nope' of flowactors.state.local-dirs cannot hold state: it cannot be made: ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith(Advice, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_default_folder_is_not_told_as_one_that_somebody_has_named()
    {
        File.WriteAllText(_roots["a"], "");
        var root = new StateRoot(_roots["a"], IsDefault: true);
        Assert.Equal(
            $"The folder '{_roots["a"]}', which is taken below the system's temporary folder as flowactors.state.local-dirs names none, cannot hold state: it is a file. Set " +
            "flowactors.state.local-dirs to folders on local disks that have room and that this process may write to, and start it again.",
            LocalFoldersException.Unusable(root, root.Obstacle()!, new IOException("exists")).Message);
    }

    [Fact]
    public void One_that_is_not_to_be_used_leaves_nothing_in_the_others()
    {
        File.WriteAllText(_roots["b"], "");
        Assert.Throws<LocalFoldersException>(() => Open("a", "b"));
        Assert.Empty(Directory.GetFileSystemEntries(_roots["a"]));
    }

    [Fact]
    public void A_vanished_root_is_passed_over_and_said()
    {
        using var folders = Open("a", "b");
        Directory.Delete(_roots["a"], recursive: true);
        Assert.Equal([_roots["b"], _roots["b"]], Enumerable.Range(0, 2).Select(_ => folders.Allocate("x").Root));
        Assert.StartsWith($"The folder '{_roots["a"]}' of flowactors.state.local-dirs cannot hold state: ", Assert.Single(_said), StringComparison.Ordinal);
        Assert.False(Directory.Exists(_roots["a"]));
    }

    [Fact]
    public void When_none_is_left_the_error_names_key_folder_and_cure()
    {
        using var folders = Open("a");
        var run = folders.Runs.Single();
        Directory.Delete(run, recursive: true);
        var error = Assert.Throws<LocalFoldersException>(() => folders.Allocate("x"));
        Assert.Equal(
            $"The folder '{_roots["a"]}' of flowactors.state.local-dirs cannot hold state: '{run}', which this process had made there, has vanished. See that the disk is there and " +
            "that nothing else removes what lies in the folder, or set the key to others, and start the process again.",
            error.Message);
    }

    [Fact]
    public void A_folder_that_vanished_is_disposed_as_any_other()
    {
        using var folders = Open("a");
        var folder = folders.Allocate("x");
        Directory.Delete(_roots["a"], recursive: true);
        folder.Dispose();
        folders.Dispose();
        Assert.False(Directory.Exists(_roots["a"]));
    }

    [FactOnSmallDisk]
    public void A_full_disk_is_refused_at_the_start()
    {
        using var disk = SmallDisk.Mount(_roots["small"]);
        disk.Fill();
        Refused("small", "a folder of this process cannot be made in it: No space left on device");
    }

    [FactOnSmallDisk]
    public void A_disk_that_became_full_takes_no_folder_and_the_next_root_does()
    {
        using var disk = SmallDisk.Mount(_roots["small"]);
        using var folders = Open("small");
        disk.Fill();
        var error = Assert.Throws<LocalFoldersException>(() => folders.Allocate("x"));
        Assert.Contains($"'{_roots["small"]}' of flowactors.state.local-dirs cannot hold state: a folder for a database cannot be made in it: No space left on device", error.Message, StringComparison.Ordinal);
        Assert.Equal(error.Message, Assert.Single(_said));
        disk.Empty();
        Assert.Equal(_roots["small"], folders.Allocate("x").Root);
    }

    private void Refused(string root, string reason)
    {
        var error = Assert.Throws<LocalFoldersException>(() => Open(root));
        Assert.StartsWith($"The folder '{_roots[root]}' of flowactors.state.local-dirs cannot hold state: {reason}", error.Message, StringComparison.Ordinal);
        Assert.EndsWith(Advice, error.Message, StringComparison.Ordinal);
    }

    private LocalFolders Open(params string[] roots) => LocalFolders.Open([.. roots.Select(root => _roots[root])], _said.Add);
}
