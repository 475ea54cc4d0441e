using FlowActors.Graph;
using FlowActors.Runtime.Tests.Cluster;

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
}
