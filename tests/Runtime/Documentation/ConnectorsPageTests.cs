using FlowActors.Graph;
using FlowActors.Runtime.Tests.Cluster;
using FlowActors.Sinks;

namespace FlowActors.Runtime.Tests.Documentation;

/// <summary>The sink that docs/connectors.md shows does what it says. That it shows it as it is is a test of tests/Testing/Docs.</summary>
[Collection("cluster")]
public sealed class ConnectorsPageTests
{
    [Fact]
    public async Task The_sink_shows_every_line_once_when_the_job_has_ended()
    {
        var folder = Directory.CreateTempSubdirectory("flowactors-").FullName;
        try
        {
            await using var host = await FlowActorsHost.StartEmbeddedAsync();
            var env = host.CreateEnvironment().SetParallelism(2);
            env.FromSequence(1, 100).Map(x => $"line {x}").SinkTo(new FolderSink(folder));
            await env.RunAsync("lines").WaitAsync(Patience.Limit);
            Assert.DoesNotContain(Directory.GetFiles(folder), path => Path.GetFileName(path).StartsWith('.'));
            var lines = Directory.GetFiles(folder).SelectMany(File.ReadAllLines);
            Assert.Equal(Enumerable.Range(1, 100).Select(x => $"line {x}").Order(StringComparer.Ordinal), lines.Order(StringComparer.Ordinal));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void The_sink_of_the_page_is_a_part_of_the_program()
    {
        var env = new StreamExecutionEnvironment(new JobSettings());
        var lines = env.FromElements("a", "b");
        lines.SinkTo(new FolderSink("/data/lines")).WithUid("lines");
        Assert.Equal("lines", env.BuildGraph("lines").Nodes.Single(n => n.IsSink).Configuration.Uid);
    }

    [Fact]
    public async Task The_file_sink_of_the_page_has_folders_by_day()
    {
        var env = new StreamExecutionEnvironment(new JobSettings());
        var orders = env.FromElements(new Order(1, "a"), new Order(2, "b"));
        var sink = FileSink.JsonLines<Order>("/data/orders")
            .WithBuckets(BucketAssigner.ByEventTime<Order>("yyyy-MM-dd"))
            .WithRolling(new RollingPolicy { PartBytesMax = 64 << 20, RolloverInterval = TimeSpan.FromMinutes(15) })
            .WithFileNames(suffix: ".jsonl");
        orders.SinkTo(sink, "Orders").WithUid("orders").Blocking();
        Assert.Equal("orders", env.BuildGraph("orders").Nodes.Single(n => n.IsSink).Configuration.Uid);

        var folder = Directory.CreateTempSubdirectory("flowactors-").FullName;
        try
        {
            await using var host = await FlowActorsHost.StartEmbeddedAsync();
            env = host.CreateEnvironment().SetParallelism(2);
            env.FromSequence(1, 100).Map(x => new Order(x, $"of {x}")).SinkTo(FileSink.JsonLines<Order>(folder).WithBuckets(BucketAssigner.By<Order>(o => $"{o.Number % 3}")));
            await env.RunAsync("orders").WaitAsync(Patience.Limit);
            Assert.Equal(["0", "1", "2"], Directory.GetDirectories(folder).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal));
            var files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories);
            Assert.All(files, file => Assert.StartsWith("part-", Path.GetFileName(file), StringComparison.Ordinal));
            var read = files.SelectMany(File.ReadAllLines).Select(line => System.Text.Json.JsonSerializer.Deserialize<Order>(line)!.Number);
            Assert.Equal(Enumerable.Range(1, 100).Select(n => (long)n), read.Order());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    internal sealed record Order(long Number, string Customer);
}
