using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using FlowActors.Examples.CommandLine;

namespace FlowActors.Tests.Examples.CommandLine;

/// <summary>Command lines that pages and helps show are ones that the program takes. They are parsed, not run.</summary>
public sealed partial class ShownCommandsTests
{
    private const string ExamplePages = "docs/examples/";

    private static readonly RootCommand Root =
        ExamplesCommand.Create(new ExamplesConsole(TextWriter.Null, TextWriter.Null, IsInteractive: false)).Command;

    [Fact]
    public void Command_lines_of_pages_are_taken()
    {
        var shown = Repository.Pages.SelectMany(page => Of(page)).ToList();
        Assert.NotEmpty(shown);
        Assert.All(shown, AreTaken);
    }

    [Fact]
    public void The_page_of_an_example_begins_with_its_command()
    {
        var pages = Repository.Pages.Where(page => page.StartsWith(ExamplePages, StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(pages);
        Assert.All(pages, page => Assert.Equal(Path.GetFileNameWithoutExtension(page), Of(page).First().Split(' ')[0]));
    }

    [Fact]
    public void Command_lines_of_helps_are_taken() => Assert.All(Root.Subcommands.Append(Root), command =>
    {
        var shown = command.Description!.Split("For example:")[1].Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.NotEmpty(shown);
        Assert.All(shown.Select(line => line[(line.IndexOf('|', StringComparison.Ordinal) + 1)..]), AreTaken);
    });

    [Theory]
    [InlineData("sensors --sensor 5")]
    [InlineData("clicks --patience never")]
    [InlineData("unheard")]
    public void Others_are_not(string commandLine) => Assert.NotEmpty(ErrorsOf(commandLine));

    private static IEnumerable<string> Of(string page) => Command().Matches(Repository.Read(page)).Select(m => m.Groups[1].Value.Trim());

    private static void AreTaken(string commandLine) => Assert.Equal((commandLine, ""), (commandLine, string.Join(' ', ErrorsOf(commandLine))));

    private static IEnumerable<string> ErrorsOf(string commandLine) =>
        Root.Parse([.. CommandLineParser.SplitCommandLine(commandLine)]).Errors.Select(error => error.Message);

    // Up to the end of the line or of the code in it, or to a comment of the shell.
    [GeneratedRegex("src/Examples -- ([^\n`#]+)")]
    private static partial Regex Command();
}
