using FlowActors.Graph;
using FlowActors.Sources;
using FlowActors.Tests.Harness;

namespace FlowActors.Tests.Sources;

/// <summary>The sources that docs/connectors.md shows do what it says. That it shows them as they are is a test of tests/Testing/Docs.</summary>
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

    [Fact]
    public void The_folder_of_the_page_is_watched_without_end()
    {
        var env = new StreamExecutionEnvironment(new JobSettings());
        var lines = env.ReadTextFile(new TextFileSettings { MonitorInterval = TimeSpan.FromSeconds(10) }, "/data/in");
        lines.Discard();
        Assert.True(env.BuildGraph("lines").Nodes.Single(n => n.IsSource).IsUnbounded);
    }

    [Fact]
    public async Task The_hybrid_source_of_the_page_reads_the_archive_and_goes_on_behind_it()
    {
        using var folder = new TempFolder();
        folder.Write("archive/day-0.txt", "a\nb\n");
        folder.Write("archive/day-1.txt", "c\n");
        folder.Write("live/day-2.txt", "d\n");
        var (archive, live) = (folder["archive"], folder["live"]);
        var days = HybridSource
            .Of(new TextFileSource([archive]))
            .Then(
                position: () => Directory.GetFiles(archive).Length,
                next: day => new TextFileSource([Path.Combine(live, $"day-{day}.txt")]),
                Boundedness.Bounded);
        var shares = await SourceHarness<string>.ReadAllAsync(days, parallelism: 1);
        Assert.Equal(["a", "b", "c", "d"], shares.SelectMany(s => s));
    }
}
