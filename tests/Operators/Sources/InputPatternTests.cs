using System.Text.RegularExpressions;
using CsCheck;
using FlowActors.Sources;
using FlowActors.Tests.Harness;

namespace FlowActors.Tests.Sources;

public sealed class InputPatternTests : IDisposable
{
    private static readonly Gen<string> Name = Gen.OneOf("a", "b", "ab", "a.b", "a.txt", "b.txt", "a?b");
    private static readonly Gen<string> Segment = Gen.OneOf(Name, Gen.OneOf("*", "**", "a*", "*b", "*.txt", "a*b", "**.txt", "*?*", "a**"));
    private static readonly string[] Paths = [.. Tree().Order(StringComparer.Ordinal)];
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_pattern_matches_the_paths_that_its_meaning_as_an_expression_matches()
    {
        foreach (var path in Paths) _folder.Write(path, path);
        Seeded.Check(
            Segment.Array[1, 4].Where(segments => segments.Any(InputPattern.IsWildcard)),
            segments =>
            {
                var pattern = string.Join('/', segments);
                // Where a name is there itself, it is meant.
                if (Path.Exists(_folder[pattern])) return;
                var meaning = Meaning(pattern);
                Assert.Equal(Paths.Where(path => meaning.IsMatch(path)), Find(pattern));
            },
            2000);
    }

    [Theory]
    [InlineData("a*/", "a/x.txt a/deep/y.txt")]
    [InlineData("a*//x.txt", "a/x.txt")]
    [InlineData("*/deep/../x.txt", "a/deep/../x.txt")]
    [InlineData("*/.h/*", "a/.h/z.txt")]
    [InlineData("*\\x.txt", "a/x.txt")]
    public void Separators_dots_and_hidden_names_are_taken_as_they_are_meant(string pattern, string paths)
    {
        foreach (var path in new[] { "a/x.txt", "a/deep/y.txt", "a/.h/z.txt" }) _folder.Write(path, path);
        Assert.Equal(paths.Split(' ').Order(StringComparer.Ordinal), Find(pattern));
    }

    private static IEnumerable<string> Tree()
    {
        foreach (var folder in new[] { "", "a/", "ab/", "a/b/", "a/a/", "ab/a/", "a/b/a/" })
            foreach (var file in new[] { "a.txt", "b.txt", "a.b", "a?b" })
                yield return folder + file;
    }

    private static Regex Meaning(string pattern)
    {
        var expression = string.Join('/', pattern.Split('/').Select(segment => segment.StartsWith("**.", StringComparison.Ordinal) ? $"**/{segment[1..]}" : segment));
        if (expression == "**" || expression.EndsWith("/**", StringComparison.Ordinal)) expression += "/*";
        expression = Regex.Escape(expression);
        expression = Regex.Replace(expression, @"(?<=^|/)\\\*\\\*/", "(?:[^/]+/)#");
        return new Regex($"^{expression.Replace("\\*", "[^/]*", StringComparison.Ordinal).Replace('#', '*')}$");
    }

    private string[] Find(string pattern)
    {
        try
        {
            return [.. new TextFileSource([_folder[pattern]]).FilePaths.Select(path => path[(_folder.Path.Length + 1)..])];
        }
        catch (JobValidationException e) when (e.Message.Contains("matches no file", StringComparison.Ordinal))
        {
            return [];
        }
    }
}
