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
    public async Task The_fetching_source_of_the_page_reads_each_record_once()
    {
        var pages = new Random(1);
        async Task<IReadOnlyList<string>> ReadPage(string partition, long offset, int records, CancellationToken cancelled)
        {
            await Task.Yield();
            return [.. Enumerable.Range((int)offset, pages.Next(records + 1)).Select(i => $"{partition}{i}")];
        }

        Partition[] partitions = [new("a", 0, 2_500), new("b", 10, 12), new("c", 3, 3)];
        var read = (await SourceHarness<string>.ReadAllAsync(new PagedLog(ReadPage, partitions), 1)).Single();
        foreach (var (id, from, end) in partitions)
            Assert.Equal(Enumerable.Range((int)from, (int)(end - from)).Select(i => $"{id}{i}"), read.Where(r => r.StartsWith(id, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("EvenNumbers.cs")]
    [InlineData("PagedLog.cs")]
    public void The_page_shows_the_sources_that_run(string file) =>
        Assert.Contains(SourceOf(file), File.ReadAllText(FromRepository("docs/connectors.md")), StringComparison.Ordinal);

    [Fact]
    public async Task The_hybrid_source_of_the_page_reads_the_archive_and_goes_on_behind_it()
    {
        using var folder = new TempFolder();
        folder.Write("archive/day-0.txt", "a\nb\n");
        folder.Write("archive/day-1.txt", "c\n");
        folder.Write("live/day-2.txt", "d\n");
        var shares = await SourceHarness<string>.ReadAllAsync(ArchiveAndLive(folder["archive"], folder["live"]), parallelism: 1);
        Assert.Equal(["a", "b", "c", "d"], shares.SelectMany(s => s));
    }

    [Fact]
    public void The_page_shows_the_hybrid_source_that_runs()
    {
        var code = File.ReadAllText(FromRepository("tests/Operators/Sources/ConnectorPageTests.cs")).ReplaceLineEndings("\n");
        var from = code.IndexOf("HybridSource\n", StringComparison.Ordinal);
        var shown = code[from..code.IndexOf(";\n", from, StringComparison.Ordinal)].Replace("\n        ", "\n", StringComparison.Ordinal);
        Assert.Contains(shown, File.ReadAllText(FromRepository("docs/connectors.md")).ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    private static HybridSource<string> ArchiveAndLive(string archive, string live) =>
        HybridSource
            .Of(new TextFileSource([archive]))
            .Then(
                position: () => Directory.GetFiles(archive).Length,
                next: day => new TextFileSource([Path.Combine(live, $"day-{day}.txt")]),
                Boundedness.Bounded);

    private static string SourceOf(string file)
    {
        var text = File.ReadAllText(FromRepository($"tests/Operators/Sources/{file}"));
        return text[text.IndexOf("public sealed record", StringComparison.Ordinal)..];
    }

    private static string FromRepository(string path, [CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../..", path));
}
