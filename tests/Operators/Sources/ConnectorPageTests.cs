using System.Runtime.CompilerServices;
using FlowActors.Sources;
using FlowActors.Tests.Harness;

namespace FlowActors.Tests.Sources;

public class ConnectorPageTests
{
    [Fact]
    public async Task The_source_of_the_page_reads_each_number_once()
    {
        foreach (var parallelism in (int[])[1, 2, 3])
        {
            var shares = await SourceHarness<long>.ReadAllAsync(new EvenNumbers(20), parallelism);
            Assert.Equal([0L, 2, 4, 6, 8, 10, 12, 14, 16, 18], shares.SelectMany(s => s).Order());
        }
    }

    [Fact]
    public void The_page_shows_the_source_that_runs() =>
        Assert.Contains(SourceOf("EvenNumbers.cs"), File.ReadAllText(FromRepository("docs/connectors.md")), StringComparison.Ordinal);

    private static string SourceOf(string file)
    {
        var text = File.ReadAllText(FromRepository($"tests/Operators/Sources/{file}"));
        return text[text.IndexOf("public sealed record", StringComparison.Ordinal)..];
    }

    private static string FromRepository(string path, [CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../..", path));
}
