using System.Globalization;
using System.Text;
using System.Text.Json;

namespace FlowActors.Examples.Cluster;

/// <summary>What is asked of the node command.</summary>
internal sealed record NodeOptions
{
    private const int DefaultPort = 4053;

    /// <summary>The name or address by which other nodes reach it; null leaves it to the configuration.</summary>
    public string? Host { get; init; }

    /// <summary>The port of its control plane; null leaves it to the configuration.</summary>
    public int? Port { get; init; }

    /// <summary>The first nodes of its cluster, as host:port; empty leaves them to the configuration, without which it is the first one.</summary>
    public IReadOnlyList<string> Seeds { get; init; } = [];

    /// <summary>Where HTTP is served; null leaves it to the configuration.</summary>
    public int? Http { get; init; }

    /// <summary>How many slots it takes at most; null leaves it to the configuration.</summary>
    public int? Slots { get; init; }

    /// <summary>The folder that all nodes share.</summary>
    public required string Data { get; init; }

    /// <summary>The folders of its own state; null leaves it to the configuration.</summary>
    public IReadOnlyList<string>? Local { get; init; }

    /// <summary>The folders below which savepoints may be taken, begun with and deleted; null leaves them to the configuration.</summary>
    public IReadOnlyList<string>? Savepoints { get; init; }

    /// <summary>A file with settings; null for none.</summary>
    public string? Config { get; init; }

    /// <summary>As settings of a node: those of the file, before them what was asked for, and behind them what is different from the defaults of other hosts.</summary>
    public string Configuration
    {
        get
        {
            var settings = new StringBuilder();
            settings.AppendLine(CultureInfo.InvariantCulture, $"flowactors.node {{ port = {DefaultPort}, seeds = [${{flowactors.node.host}}\":\"${{flowactors.node.port}}] }}");
            if (Config is not null) settings.AppendLine(CultureInfo.InvariantCulture, $"include {JsonSerializer.Serialize(Path.GetFullPath(Config))}");
            if (Host is { } host) settings.AppendLine(CultureInfo.InvariantCulture, $"flowactors.node.host = {JsonSerializer.Serialize(host)}");
            if (Port is { } port) settings.AppendLine(CultureInfo.InvariantCulture, $"flowactors.node.port = {port}");
            if (Http is { } http) settings.AppendLine(CultureInfo.InvariantCulture, $"flowactors.http.port = {http}");
            if (Slots is { } slots) settings.AppendLine(CultureInfo.InvariantCulture, $"flowactors.node.slots = {slots}");
            if (Local is { } folders) settings.AppendLine(CultureInfo.InvariantCulture, $"flowactors.state.local-dirs = {JsonSerializer.Serialize(folders)}");
            if (Savepoints is { } savepoints) settings.AppendLine(CultureInfo.InvariantCulture, $"flowactors.http.savepoint-folders = {JsonSerializer.Serialize(savepoints)}");
            return settings.ToString();
        }
    }
}
