using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using FlowActors.Examples.DeadLetters;
using FlowActors.Tests.Examples.CommandLine;

namespace FlowActors.Tests.Examples.DeadLetters;

public class DeadLettersCommandTests
{
    private static readonly string Shipped = Path.Combine(AppContext.BaseDirectory, "DeadLetters", "orders.jsonl");
    private static readonly long[] BadLines = [17, 40, 63, 88, 101, 119, 140, 166, 187];

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Each_shipped_line_is_summed_up_or_a_dead_letter(int parallelism)
    {
        using var folder = new TempFolder();
        var (exitCode, output, error) = await CommandLine.Examples.RunAsync(
            ["deadletters", "--dead-letters", folder["bad.jsonl"], "--parallelism", $"{parallelism}"]);

        Assert.Equal((0, ""), (exitCode, error));
        var lines = await File.ReadAllLinesAsync(Shipped);
        var letters = Letters(folder["bad.jsonl"]);
        Assert.Equal(BadLines.Select(line => (Shipped, line, lines[line - 1])), letters.Select(l => (l.File, l.Line, l.Text)));
        Assert.All(letters, letter => Assert.NotEmpty(letter.Reason));

        var printed = output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[1..^1]
            .Select(row => row.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToList();
        Assert.Equal(Expected(lines), printed.Select(row => string.Join(' ', row)));
        Assert.Equal(lines.Length, letters.Count + printed.Sum(row => int.Parse(row[1], CultureInfo.InvariantCulture)));
        Assert.EndsWith($"9 dead letters in {folder["bad.jsonl"]}\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dead_letters_name_the_file_that_they_stand_in()
    {
        using var folder = new TempFolder();
        folder.Write("a", "x\n");
        folder.Write("b", """{"id":1,"product":"oar","quantity":2,"price":1.5}""" + "\ny");

        var (exitCode, output, _) = await CommandLine.Examples.RunAsync(
            ["deadletters", "--input", folder["a"], folder["b"], "--dead-letters", folder["bad"]]);

        Assert.Equal(0, exitCode);
        Assert.Contains("3.00", output, StringComparison.Ordinal);
        Assert.Equal([(folder["a"], 1L, "x"), (folder["b"], 2L, "y")], Letters(folder["bad"]).Select(l => (l.File, l.Line, l.Text)));
    }

    [Fact]
    public async Task What_can_not_be_read_or_written_is_refused_before_anything_runs()
    {
        using var folder = new TempFolder();
        folder.Write("orders", "x");
        await IsRefusedAsync(["--input", folder["missing"], "--dead-letters", folder["bad"]], "missing' is no file");
        await IsRefusedAsync(["--input", folder["orders"], "--dead-letters", folder["orders"]], "an input of the same run");
        await IsRefusedAsync(["--input", folder["orders"], "--dead-letters", ""], "--dead-letters is empty");
        Assert.Equal(["orders"], folder.Files);
    }

    private static async Task IsRefusedAsync(string[] arguments, string expected)
    {
        var (exitCode, output, error) = await CommandLine.Examples.RunAsync(["deadletters", .. arguments]);
        Assert.Equal((1, ""), (exitCode, output));
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    private static List<DeadLetter> Letters(string path) =>
        [.. File.ReadLines(path).Select(line => JsonSerializer.Deserialize<DeadLetter>(line)!).OrderBy(l => l.File, StringComparer.Ordinal).ThenBy(l => l.Line)];

    // Without a parser: the good lines of the shipped file all look the same.
    private static IEnumerable<string> Expected(string[] lines) => lines
        .Where((_, index) => !BadLines.Contains(index + 1))
        .Select(line => Regex.Match(line, """^\{"id":\d+,"product":"(\w+)","quantity":(\d+),"price":([\d.]+)\}$"""))
        .GroupBy(match => match.Groups[1].Value, match => (
            Pieces: int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture), Price: decimal.Parse(match.Groups[3].Value, CultureInfo.InvariantCulture)))
        .OrderBy(product => product.Key, StringComparer.Ordinal)
        .Select(product => string.Create(
            CultureInfo.InvariantCulture, $"{product.Key} {product.Count()} {product.Sum(o => o.Pieces)} {product.Sum(o => o.Pieces * o.Price):F2}"));
}
