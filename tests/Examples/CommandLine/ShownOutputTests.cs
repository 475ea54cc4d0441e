using System.Text.RegularExpressions;

namespace FlowActors.Tests.Examples.CommandLine;

/// <summary>
/// What pages show as printed is printed. Three dots stand for what is left out. The alarms of the rules differ from run to run, so their page
/// shows none.
/// </summary>
public class ShownOutputTests
{
    [Theory]
    [InlineData("sensors")]
    [InlineData("deadletters")]
    [InlineData("clicks")]
    public async Task A_page_shows_what_its_command_prints(string example)
    {
        using var folder = new TempFolder();
        var indented = Repository.Read($"docs/examples/{example}.md").Split("```")[0].Split('\n').Where(l => l.StartsWith("    ", StringComparison.Ordinal)).ToList();
        var command = indented[0].Split(" -- ")[1];
        string[] arguments = example == "deadletters" ? ["--dead-letters", folder["dead-letters.jsonl"]] : [];

        var (exitCode, output, _) = await Examples.RunAsync([.. command.Split(' '), .. arguments]);

        Assert.Equal(0, exitCode);
        var printed = output.Replace(folder["dead-letters.jsonl"], "dead-letters.jsonl", StringComparison.Ordinal).Split('\n').Concat(folder.Files.SelectMany(f => File.ReadLines(folder[f]))).ToList();
        var shown = indented.Skip(1).Select(l => l.Trim()).Where(l => l != "...").ToList();
        Assert.True(shown.Count > 2, "The page shows nothing.");
        Assert.All(shown, line => Assert.Contains(
            printed, p => Regex.IsMatch(p, $"^{Regex.Escape(line).Replace(@"\.\.\.", ".*", StringComparison.Ordinal)}$")));
    }
}
