using System.Runtime.CompilerServices;
using FlowActors.Runtime.Tests.Cluster;

namespace FlowActors.Runtime.Tests.Documentation;

/// <summary>What docs/connectors.md shows runs, and is what runs here.</summary>
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
    public void The_page_shows_the_sink_as_it_is()
    {
        var source = File.ReadAllText(Beside("FolderSink.cs")).ReplaceLineEndings("\n");
        var shown = source[source.IndexOf("internal sealed class", StringComparison.Ordinal)..].TrimEnd();
        var page = File.ReadAllText(Path.Combine(Beside(""), "../../../docs/connectors.md")).ReplaceLineEndings("\n");
        Assert.Contains($"```csharp\n{shown}\n```", page, StringComparison.Ordinal);
    }

    private static string Beside(string name, [CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, name);
}
