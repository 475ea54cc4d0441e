using FlowActors.Sources;
using FlowActors.Tests.Harness;

namespace FlowActors.Tests.Sources;

/// <summary>Whatever links lead to is read once and whole, or refused.</summary>
public sealed class InputLinksTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("links/link.txt")]
    [InlineData("links/second.txt")]
    [InlineData("links")]
    [InlineData("links/*.txt")]
    [InlineData("to-links/**/*.txt")]
    [InlineData("to-links/link.txt")]
    public async Task A_file_behind_a_link_is_read_whole(string path)
    {
        var lines = Enumerable.Range(0, 1000).Select(i => $"line {i}").ToList();
        _folder.Write("real/text.txt", string.Join('\n', lines));
        Directory.CreateDirectory(_folder["links"]);
        Link("links/link.txt", "../real/text.txt");
        Link("links/second.txt", "link.txt");
        Link("to-links", "links");
        var source = new TextFileSource([_folder[path]], new TextFileSettings { SplitBytes = 100, BufferBytes = 64 });

        Assert.Equal(string.Join('\n', lines).Length, source.TotalBytes);
        var shares = await SourceHarness<string>.ReadAllAsync(source, 3);
        Assert.Equal(lines.Order(StringComparer.Ordinal), shares.SelectMany(share => share).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("**/*.txt")]
    [InlineData("**")]
    [InlineData("a/up/**/*.txt")]
    [InlineData("a/up")]
    public void Links_that_lead_back_give_each_file_once(string path)
    {
        _folder.Write("x.txt", "x");
        _folder.Write("a/y.txt", "y");
        _folder.Write("a/b/z.txt", "z");
        Link("a/up", "..");
        Link("a/here", ".");
        Link("a/b/top", _folder.Path);
        Assert.Equal(["x.txt", "y.txt", "z.txt"], Find(path).Select(Path.GetFileName).Order());
    }

    [Fact(Timeout = 60_000)]
    public Task Folders_that_all_link_to_each_other_are_entered_once_each() => Task.Run(() =>
    {
        // Entered by every way there is, they would be entered twenty factorial times.
        var names = Enumerable.Range(0, 20).Select(i => $"f{i:d2}").ToList();
        foreach (var name in names)
        {
            _folder.Write($"{name}/{name}.txt", name);
            foreach (var other in names.Where(other => other != name)) Link($"{name}/to-{other}", $"../{other}");
        }

        Assert.Equal(names.Select(name => $"{name}/{name}.txt"), Find("**/*.txt"));
        Assert.Equal(names, Find("f00").Select(Path.GetFileNameWithoutExtension).Order());
    });

    [Fact]
    public void What_is_no_link_gives_the_name()
    {
        _folder.Write("m.txt", "m");
        _folder.Write("z/n.txt", "n");
        Link("a-link.txt", "m.txt");
        Link("a", "z");
        Assert.Equal(["m.txt", "z/n.txt"], Find(""));
        Assert.Equal(["m.txt", "z/n.txt"], Find("**/*.txt"));
    }

    [Fact]
    public void A_folder_behind_a_link_is_read_where_only_the_link_matches()
    {
        _folder.Write("data/x.txt", "x");
        _folder.Write("outside/deep/y.txt", "y");
        Link("s1", "data");
        Link("data/out", "../outside");
        Assert.Equal(["s1/x.txt"], Find("s*/*.txt"));
        Assert.Equal(["data/out/deep/y.txt", "data/x.txt"], Find("data"));
        Assert.Equal(["s1/out/deep/y.txt"], Find("s*/*/**/y.txt"));
        Assert.Equal(["data/x.txt"], Find("**/x.txt"));
    }

    [Fact]
    public void A_file_is_read_once_by_whatever_links_and_hard_links_it_is_named()
    {
        if (!OperatingSystem.IsLinux()) return;
        _folder.Write("a.txt", "a");
        Link("link.txt", "a.txt");
        Link("here", ".");
        UnixFiles.MakeHardLink(_folder["hard.txt"], _folder["a.txt"]);
        Assert.Equal(["link.txt"], Find("link.txt", "a.txt", "here/a.txt", "hard.txt", "*.txt"));
        Assert.Equal(["a.txt"], Find("*.txt"));
    }

    [Theory]
    [InlineData("in/dangling.txt", "dangling.txt' is a link to 'nowhere', which does not exist")]
    [InlineData("in", "in/dangling.txt', a link to 'nowhere', which does not exist")]
    [InlineData("**/*.txt", "in/dangling.txt', a link to 'nowhere', which does not exist")]
    [InlineData("i*/dangling.txt", "in/dangling.txt', a link to 'nowhere', which does not exist")]
    [InlineData("circle/a", "circle/a' cannot be looked for: ")]
    [InlineData("circle", "circle/a': ")]
    [InlineData("c*/*", "circle/a': ")]
    public void A_link_that_leads_nowhere_is_refused_by_name(string path, string message)
    {
        Directory.CreateDirectory(_folder["in"]);
        Link("in/dangling.txt", "nowhere");
        Directory.CreateDirectory(_folder["circle"]);
        Link("circle/a", "b");
        Link("circle/b", "a");
        var e = Assert.Throws<JobValidationException>(() => Find(path).ToList());
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_that_leads_nowhere_and_is_not_meant_does_no_harm()
    {
        _folder.Write("a.txt", "a");
        Link(".#a.txt", "user@host.1234");
        Link("lock", "nowhere");
        Assert.Equal(["a.txt"], Find("*.txt"));
    }

    private void Link(string name, string target) => File.CreateSymbolicLink(_folder[name], target);

    private IEnumerable<string> Find(params string[] paths) =>
        new TextFileSource([.. paths.Select(p => _folder[p])]).FilePaths.Select(p => Path.GetRelativePath(_folder.Path, p).Replace('\\', '/'));
}
