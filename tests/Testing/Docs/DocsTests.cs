using System.Text.RegularExpressions;

namespace FlowActors.Tests.Docs;

/// <summary>What pages show in C# is compiled, and stands there as it is compiled: neither can change without the other.</summary>
public sealed partial class DocsTests
{
    /// <summary>Guides: each snippet is a region of a file of tests, and each region a snippet.</summary>
    public static TheoryData<string, string> Guides => new()
    {
        { "docs/checkpoints.md", "tests/Testing/Docs/CheckpointsGuide.cs" },
        { "docs/functions.md", "tests/Testing/Docs/FunctionsGuide.cs" },
        { "docs/state.md", "tests/Testing/Docs/StateGuide.cs" },
        { "docs/testing.md", "tests/Testing/Docs/TestingGuide.cs" },
        { "docs/time.md", "tests/Testing/Docs/TimeGuide.cs" },
        { "docs/upgrading.md", "tests/Testing/Docs/UpgradingGuide.cs" },
    };

    /// <summary>Other pages: each snippet stands, line by line, in a file of the folder.</summary>
    public static TheoryData<string, string> Excerpts => new()
    {
        { "README.md", "tests/Testing/Docs" },
        { "docs/client.md", "tests/Http/Docs" },
        { "docs/connectors.md", "tests" },
        { "docs/queries.md", "tests/Http/Docs" },
        { "docs/http.md", "tests/Http/Docs" },
        { "docs/examples/clicks.md", "src/Examples/Clicks" },
        { "docs/examples/deadletters.md", "src/Examples/DeadLetters" },
        { "docs/examples/rules.md", "src/Examples/Rules" },
        { "docs/examples/sensors.md", "src/Examples/Sensors" },
    };

    [Fact]
    public void No_page_with_snippets_is_left_out()
    {
        var withSnippets = Repository.Pages.Where(page => Snippets(page).Count > 0);
        Assert.Equal(Guides.Concat(Excerpts).Select(row => (string)row[0]).Order(StringComparer.Ordinal), withSnippets);
    }

    [Fact]
    public void Code_is_marked_as_what_it_is() => Assert.All(Repository.Pages, page => Assert.All(
        Fences(page).Where((_, index) => index % 2 == 0), fence => Assert.Contains(fence, (string[])["```csharp", "```mermaid"])));

    [Theory]
    [MemberData(nameof(Guides))]
    public void Every_snippet_of_a_guide_is_a_region_of_its_tests_and_every_region_a_snippet(string page, string file)
    {
        var regions = Region().Matches(Repository.Read(file)).Select(m => Undented(m.Groups[1].Value));
        Assert.Equal(regions.Order(StringComparer.Ordinal), Snippets(page).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Excerpts))]
    public void Every_other_snippet_is_an_excerpt_of_what_is_compiled(string page, string folder)
    {
        var files = Repository.Files(folder, "*.cs").Select(file => Repository.Read(file).Split('\n')).ToList();
        Assert.All(Snippets(page), snippet => Assert.True(
            files.Any(file => Shows(file, snippet)), $"These lines stand in no file of {folder}:\n{snippet}"));
    }

    [Theory]
    [InlineData("a\nb\n", true)]
    [InlineData("a\n    b\n", false)]
    [InlineData("b\n\nc\n", true)]
    [InlineData("a\nc\n", false)]
    [InlineData("using A;\n\na\n", true)]
    [InlineData("using B;\n\na\n", false)]
    [InlineData("a\nb\n\nc\nd\n", false)]
    public void An_excerpt_is_a_run_of_whole_lines_with_its_usings(string snippet, bool expected) =>
        Assert.Equal(expected, Shows(["using A;", "", "    a", "    b", "", "    c"], snippet));

    private static bool Shows(string[] file, string snippet)
    {
        var lines = snippet.TrimEnd().Split('\n');
        var usings = lines.TakeWhile(l => l.StartsWith("using ", StringComparison.Ordinal) && !l.Contains('=', StringComparison.Ordinal)).ToArray();
        var code = lines.Skip(usings.Length).SkipWhile(l => l.Length == 0).ToArray();
        return usings.All(file.Contains) && Enumerable.Range(0, Math.Max(0, file.Length - code.Length + 1)).Any(at =>
        {
            var dent = file[at][..(file[at].Length - file[at].TrimStart().Length)];
            return code.Select(l => l.Length > 0 ? dent + l : l).SequenceEqual(file[at..(at + code.Length)]);
        });
    }

    private static List<string> Snippets(string page) => [.. Snippet().Matches(Repository.Read(page)).Select(m => m.Groups[1].Value)];

    private static IEnumerable<string> Fences(string page) => Repository.Read(page).Split('\n').Where(l => l.StartsWith("```", StringComparison.Ordinal));

    private static string Undented(string text)
    {
        var lines = text.Split('\n');
        var dent = lines.Where(l => l.Length > 0).Min(l => l.Length - l.TrimStart().Length);
        return string.Join('\n', lines.Select(l => l.Length > 0 ? l[dent..] : l));
    }

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Snippet();

    [GeneratedRegex("#region docs: [^\n]*\n(.*?)[ ]*#endregion", RegexOptions.Singleline)]
    private static partial Regex Region();
}
