using CsCheck;
using FlowActors.State.Folders;

namespace FlowActors.StateBackend.Tests.Folders;

/// <summary>Which root a new folder comes into.</summary>
public sealed class SpreadTests : IDisposable
{
    private const long Gigabyte = 1L << 30;
    private readonly TemporaryRoots _roots = new();
    private readonly FakeDisk _disk = new();

    public void Dispose() => _roots.Dispose();

    [Fact]
    public void It_is_the_one_with_most_free_space()
    {
        using var folders = Open(("a", 1), ("b", 9), ("c", 4));
        Assert.Equal("b", Next(folders));
    }

    [Fact]
    public void What_was_handed_out_just_now_counts_before_it_has_grown()
    {
        using var folders = Open(("a", 10), ("b", 30));
        Assert.Equal(["b", "b", "a", "b", "b", "b", "a", "b"], Enumerable.Range(0, 8).Select(_ => Next(folders)));
    }

    [Fact]
    public void Equals_take_turns()
    {
        using var folders = Open(("a", 5), ("b", 5), ("c", 5));
        Assert.Equal(["a", "b", "c", "a", "b", "c"], Enumerable.Range(0, 6).Select(_ => Next(folders)));
        // Given back at once: none is in use, and it is another's turn all the same.
        using var again = Open(("d", 5), ("e", 5));
        Assert.Equal(["d", "e", "d"], Enumerable.Range(0, 3).Select(_ => NextAndReturn(again)));
    }

    [Fact]
    public void What_was_given_back_counts_no_more()
    {
        using var folders = Open(("a", 5), ("b", 6));
        var held = Enumerable.Range(0, 4).Select(_ => folders.Allocate("x")).ToArray();
        foreach (var folder in held.Where(folder => folder.Root == _roots["b"])) folder.Dispose();
        Assert.Equal(["b", "b"], [Next(folders), Next(folders)]);
    }

    [Fact]
    public void A_disk_that_does_not_say_how_much_is_free_comes_last()
    {
        var said = new List<string>();
        _disk.Free["b"] = 1;
        using var folders = LocalFolders.Open([_roots["a"], _roots["b"]], said.Add, _disk);
        Assert.Equal(["b", "b", "b"], Enumerable.Range(0, 3).Select(_ => Next(folders)));
        Assert.Contains(_roots["a"], Assert.Single(said), StringComparison.Ordinal);
    }

    [Fact]
    public void Many_opened_at_once_are_spread_by_the_free_space()
    {
        Seeded.Check(
            Gen.Int[1, 50].List[2, 5],
            free =>
            {
                using var roots = new TemporaryRoots();
                var disk = new FakeDisk();
                for (var i = 0; i < free.Count; i++) disk.Free[$"{i}"] = free[i] * Gigabyte;
                using var folders = LocalFolders.Open([.. free.Select((_, i) => roots[$"{i}"])], warning => Assert.Fail(warning), disk);
                var open = new int[free.Count];
                for (var n = 0; n < 24; n++) open[int.Parse(Path.GetFileName(folders.Allocate("x").Root), System.Globalization.CultureInfo.InvariantCulture)]++;
                // No folder that went elsewhere would have had more room than it has: free[j] / (open[j] + 1) > free[i] / open[i].
                for (var i = 0; i < free.Count; i++)
                    for (var j = 0; j < free.Count; j++) Assert.True(free[j] * open[i] <= free[i] * (open[j] + 1), $"{string.Join(' ', open)} for {string.Join(' ', free)}");
            },
            iterations: 60);
    }

    [Fact]
    public async Task Many_threads_get_folders_of_their_own()
    {
        using var folders = Open(("a", 5), ("b", 5));
        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Enumerable.Range(0, 20).Select(_ => folders.Allocate("x")).ToArray())));
        var paths = all.SelectMany(some => some).Select(folder => folder.Path).ToArray();
        Assert.Equal(160, paths.Distinct().Count());
        Assert.Equal(80, paths.Count(path => path.StartsWith(_roots["a"], StringComparison.Ordinal)));
    }

    private LocalFolders Open(params (string Root, int Gigabytes)[] roots)
    {
        foreach (var (root, gigabytes) in roots) _disk.Free[root] = gigabytes * Gigabyte;
        return LocalFolders.Open([.. roots.Select(r => _roots[r.Root])], warning => Assert.Fail(warning), _disk);
    }

    private static string Next(LocalFolders folders) => Path.GetFileName(folders.Allocate("x").Root);

    private static string NextAndReturn(LocalFolders folders)
    {
        using var folder = folders.Allocate("x");
        return Path.GetFileName(folder.Root);
    }
}
