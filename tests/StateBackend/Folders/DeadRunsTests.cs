using System.Diagnostics;
using CsCheck;
using FlowActors.State.Folders;

namespace FlowActors.StateBackend.Tests.Folders;

/// <summary>What processes that have ended leave is removed by the next start, and nothing else.</summary>
public sealed class DeadRunsTests : IDisposable
{
    private const string Dead = "flowactors-4711-0123abcd";
    private readonly TemporaryRoots _roots = new();
    private readonly List<string> _said = [];

    public void Dispose() => _roots.Dispose();

    [Fact]
    public void The_folder_of_a_dead_process_is_removed_and_that_of_a_living_one_stays()
    {
        var dead = Leave(Dead, version: "1");
        using var living = Open();
        var folder = living.Allocate("x");
        using var next = Open();
        Assert.False(Directory.Exists(dead));
        Assert.True(Directory.Exists(folder.Path));
        Assert.Empty(_said);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0")]
    public void So_is_one_whose_process_ended_before_it_had_written_all(string? version)
    {
        var dead = Leave(Dead, version);
        using var next = Open();
        Assert.False(Directory.Exists(dead));
    }

    [Fact]
    public void So_is_one_that_is_empty()
    {
        Directory.CreateDirectory(Path.Join(_roots["a"], Dead));
        using var next = Open();
        Assert.False(Directory.Exists(Path.Join(_roots["a"], Dead)));
    }

    [Theory]
    [InlineData("2")]
    [InlineData("1.1")]
    public void One_of_a_newer_layout_is_left_alone_and_said(string version)
    {
        var dead = Leave(Dead, version);
        using var next = Open();
        Assert.True(File.Exists(Path.Join(dead, "1-x", "CURRENT")));
        Assert.Contains($"'{dead}' was left by a process that has ended, of a later version of FlowActors (layout {version};", Assert.Single(_said), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("flowactors-4711-0123abcg")]
    [InlineData("flowactors-4711-0123abcde")]
    [InlineData("flowactors--0123abcd")]
    [InlineData("flowactors-data")]
    [InlineData("photos")]
    public void What_is_called_otherwise_is_not_ours(string name)
    {
        var other = Leave(name, version: "1");
        using var next = Open();
        Assert.True(File.Exists(Path.Join(other, "1-x", "CURRENT")));
        Assert.Empty(_said);
    }

    [Fact]
    public void Nor_is_what_has_something_in_it_and_no_lock()
    {
        var other = Leave(Dead, version: "1");
        File.Delete(Path.Join(other, "lock"));
        using var next = Open();
        Assert.True(File.Exists(Path.Join(other, "1-x", "CURRENT")));
        Assert.Empty(_said);
    }

    [Fact]
    public void A_link_in_it_leads_to_nothing_that_is_removed()
    {
        var dead = Leave(Dead, version: "1");
        var kept = Directory.CreateDirectory(_roots["kept"]).FullName;
        File.WriteAllText(Path.Join(kept, "file"), "");
        Directory.CreateSymbolicLink(Path.Join(dead, "2-x"), kept);
        using var next = Open();
        Assert.False(Directory.Exists(dead));
        Assert.True(File.Exists(Path.Join(kept, "file")));
    }

    // Starts, allocations, ends and kills of several processes in two roots that they share, against what must be there.
    [Fact]
    public void Living_processes_keep_all_that_is_theirs_whatever_the_others_do() => Seeded.Check(
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 3]).List[1, 30],
        steps =>
        {
            using var roots = new TemporaryRoots();
            var processes = new LocalFolders?[4];
            var files = new List<string>[4];
            foreach (var (step, who) in steps)
            {
                if (step == 0 || processes[who] is null)
                {
                    if (processes[who] is not null) continue;
                    processes[who] = LocalFolders.Open([roots["a"], roots["b"]], warning => Assert.Fail(warning));
                    files[who] = [];
                    // Whatever belongs to nobody is gone as one has started.
                    Assert.Equal(processes.Where(p => p is not null).SelectMany(p => p!.Runs).Order(), Runs(roots).Order());
                }
                else if (step == 1)
                {
                    var file = Path.Join(processes[who]!.Allocate("x").Path, "1.sst");
                    File.WriteAllText(file, "");
                    files[who].Add(file);
                }
                else if (step == 2)
                {
                    processes[who]!.Dispose();
                    processes[who] = null;
                }
                else
                {
                    Kill(processes[who]!);
                    processes[who] = null;
                }

                for (var i = 0; i < 4; i++)
                    if (processes[i] is not null) Assert.All(files[i], file => Assert.True(File.Exists(file)));
            }

            foreach (var process in processes) process?.Dispose();
        },
        iterations: 60);

    [Fact]
    public async Task Processes_that_start_at_once_leave_each_other_alone()
    {
        for (var i = 0; i < 60; i++)
        {
            Leave($"flowactors-{i}-00000000", version: "1");
            var all = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => LocalFolders.Open([_roots["a"]], _ => { }))));
            Assert.Equal(all.SelectMany(folders => folders.Runs).Order(), Directory.GetDirectories(_roots["a"]).Order());
            foreach (var folders in all) Assert.True(Directory.Exists(folders.Allocate("x").Path));
            foreach (var folders in all) folders.Dispose();
            Assert.Empty(Directory.GetFileSystemEntries(_roots["a"]));
        }
    }

    [FactWithFlock]
    public async Task A_process_that_is_killed_gives_its_folder_back()
    {
        var dead = Leave(Dead, version: "1");
        using var process = Process.Start(new ProcessStartInfo(FactWithFlockAttribute.Program, ["--no-fork", Path.Join(dead, "lock"), "sh", "-c", "echo held; exec sleep 600"]) { RedirectStandardOutput = true })!;
        Assert.Equal("held", await process.StandardOutput.ReadLineAsync());
        using (Open()) Assert.True(File.Exists(Path.Join(dead, "1-x", "CURRENT")));
        process.Kill();
        await process.WaitForExitAsync();
        using (Open()) Assert.False(Directory.Exists(dead));
    }

    private static IEnumerable<string> Runs(TemporaryRoots roots) => new[] { "a", "b" }.SelectMany(root => Directory.GetDirectories(roots[root]));

    // The system takes the locks back, and everything stays where it was.
    private static void Kill(LocalFolders folders)
    {
        foreach (var run in folders.Runs) Directory.Move(run, run + ".kept");
        folders.Dispose();
        foreach (var run in folders.Runs) Directory.Move(run + ".kept", run);
    }

    private LocalFolders Open() => LocalFolders.Open([_roots["a"]], _said.Add);

    private string Leave(string name, string? version)
    {
        var run = Directory.CreateDirectory(Path.Join(_roots["a"], name)).FullName;
        File.WriteAllText(Path.Join(run, "lock"), "");
        if (version is not null) File.WriteAllText(Path.Join(run, "version"), version + "\n");
        File.WriteAllText(Path.Join(Directory.CreateDirectory(Path.Join(run, "1-x")).FullName, "CURRENT"), "MANIFEST-000001");
        return run;
    }
}
