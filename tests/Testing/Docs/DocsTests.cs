using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace FlowActors.Tests.Docs;

/// <summary>The snippets of a page are the regions of tests that run: neither can change without the other.</summary>
public sealed partial class DocsTests
{
    [Theory]
    [InlineData("testing.md", "TestingGuide.cs", 5)]
    [InlineData("time.md", "TimeGuide.cs", 6)]
    [InlineData("functions.md", "FunctionsGuide.cs", 10)]
    public void Every_snippet_is_a_test_and_every_region_a_snippet(string page, string file, int regionsMin)
    {
        var snippets = Snippet().Matches(Read("..", "..", "..", "docs", page)).Select(m => m.Groups[1].Value).ToArray();
        var regions = Region().Matches(Read(file)).Select(m => Undented(m.Groups[1].Value)).ToArray();
        Assert.True(regions.Length >= regionsMin, "The regions were not found.");
        Assert.Equal(regions.Order(StringComparer.Ordinal), snippets.Order(StringComparer.Ordinal));
    }

    private static string Read(params string[] path) => File.ReadAllText(Path.Combine([Folder(), .. path])).ReplaceLineEndings("\n");

    private static string Undented(string text)
    {
        var lines = text.Split('\n');
        var dent = lines.Where(l => l.Length > 0).Min(l => l.Length - l.TrimStart().Length);
        return string.Join('\n', lines.Select(l => l.Length > 0 ? l[dent..] : l));
    }

    private static string Folder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Snippet();

    [GeneratedRegex("#region docs: [^\n]*\n(.*?)[ ]*#endregion", RegexOptions.Singleline)]
    private static partial Regex Region();
}
