using System.Globalization;
using System.Text;
using System.Text.Json;

namespace FlowActors.Examples.Cluster;

/// <summary>What is asked of the node command.</summary>
/// <param name="Port">The port of its control plane.</param>
internal sealed record NodeOptions(int Port)
{
    /// <summary>The name or address by which other nodes reach it.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>The first nodes of its cluster, as host:port; empty: it is the first one.</summary>
    public IReadOnlyList<string> Seeds { get; init; } = [];

    /// <summary>Where HTTP is served; null leaves it to the configuration.</summary>
    public int? Http { get; init; }

    /// <summary>How many slots it takes at most; null leaves it to the configuration.</summary>
    public int? Slots { get; init; }

    /// <summary>The folder that all nodes share.</summary>
    public required string Data { get; init; }

    /// <summary>The folders of its own state; null leaves it to the configuration.</summary>
    public IReadOnlyList<string>? Local { get; init; }

    /// <summary>A file with settings; null for none.</summary>
    public string? Config { get; init; }

    /// <summary>The seeds, of which it is one itself where none are named.</summary>
    public IReadOnlyList<string> SeedNodes => Seeds is [] ? [$"{Host}:{Port}"] : Seeds;

    /// <summary>As settings of a node: those of the file, and before them what was asked for.</summary>
    public string Configuration
    {
        get
        {
            var settings = new StringBuilder();
            if (Config is not null) settings.AppendLine(CultureInfo.InvariantCulture, $"include {JsonSerializer.Serialize(Path.GetFullPath(Config))}");
            settings.AppendLine(CultureInfo.InvariantCulture, $"flowactors.node.host = {JsonSerializer.Serialize(Host)}");
            settings.AppendLine(CultureInfo.InvariantCulture, $"flowactors.node.port = {Port}");
            if (Http is { } port) settings.AppendLine(CultureInfo.InvariantCulture, $"flowactors.http.port = {port}");
            if (Slots is { } slots) settings.AppendLine(CultureInfo.InvariantCulture, $"flowactors.node.slots = {slots}");
            if (Local is { } folders) settings.AppendLine(CultureInfo.InvariantCulture, $"flowactors.state.local-dirs = {JsonSerializer.Serialize(folders)}");
            return settings.ToString();
        }
    }
}
