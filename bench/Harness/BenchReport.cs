using System.Globalization;
using Spectre.Console;

namespace FlowActors.Bench.Harness;

/// <summary>
/// What a user sees. Tables and figures go to standard output, progress to standard error. Into a file or a pipe tables go as
/// Markdown, without colours.
/// </summary>
internal sealed class BenchReport(TextWriter output, TextWriter progress, bool redirected)
{
    private const int RedirectedColumns = 160;

    private readonly IAnsiConsole _console = CreateConsole(output, redirected);

    public void Progress(RoundBudget budget, string what)
    {
        if (!redirected) progress.WriteLine($"  {(budget.Counts ? "round" : "warm-up")} {budget.Number}: {what}");
    }

    public void RoundsCut(int rounds, BenchSettings settings) =>
        progress.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Only {rounds} of {settings.Rounds} rounds were measured: a case ends within {settings.CaseTimeMax.TotalSeconds:F0} s."));

    /// <summary>The table of a comparison.</summary>
    public void Table(BenchCase benchCase, int rounds, IReadOnlyList<ContenderResult> results)
    {
        string[] columns = ["", "M/s min", "median", "max", "M/CPU s min", "median", "max", "B/record"];
        Table($"{benchCase.Name}: {benchCase.Summary} ({rounds} rounds)", columns, results.Select(Row));
    }

    /// <summary>Any table; the first column is text, the others are numbers.</summary>
    public void Table(string title, string[] columns, IEnumerable<string[]> rows)
    {
        var table = new Table { Border = redirected ? TableBorder.Markdown : TableBorder.Rounded };
        foreach (var (i, column) in columns.Index())
            table.AddColumn(new TableColumn(Markup.Escape(column)) { NoWrap = true, Alignment = i == 0 ? Justify.Left : Justify.Right });
        foreach (var row in rows) table.AddRow(row.Select(Markup.Escape).ToArray());
        output.WriteLine();
        output.WriteLine(title);
        if (redirected) output.WriteLine();
        _console.Write(table);
    }

    /// <summary>The line that scripts read.</summary>
    public void Figure(string name, double value) => output.WriteLine($"RATIO {name} {SignificantDigits.Format(value)}");

    private static string[] Row(ContenderResult result) =>
    [
        result.Name,
        .. Millions(result.PerWallSecond),
        .. Millions(result.PerCpuSecond),
        result.BytesPerRecord.Median.ToString("F3", CultureInfo.InvariantCulture),
    ];

    private static IEnumerable<string> Millions(Spread spread) =>
        new[] { spread.Min, spread.Median, spread.Max }.Select(rate => SignificantDigits.Format(rate / 1e6));

    private static IAnsiConsole CreateConsole(TextWriter output, bool redirected)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        if (redirected) console.Profile.Width = RedirectedColumns;
        return console;
    }
}
