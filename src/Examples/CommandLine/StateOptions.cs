using System.Globalization;
using System.Text.Json;

namespace FlowActors.Examples.CommandLine;

/// <summary>Where the state of a job is kept.</summary>
/// <param name="Backend">The name of the state backend.</param>
/// <param name="MemoryBytes">What it may take in memory where the backend keeps it on disk; null for the engine's default.</param>
/// <param name="Folders">The folders that it has there; null for the engine's default.</param>
internal sealed record StateOptions(string Backend = StateOptions.InMemory, long? MemoryBytes = null, IReadOnlyList<string>? Folders = null)
{
    /// <summary>The backend where nobody says.</summary>
    public const string InMemory = "memory";

    private const string OnRocksDb = "rocksdb";

    /// <summary>All that there are.</summary>
    public static IReadOnlyList<string> Backends { get; } = [InMemory, OnRocksDb];

    /// <summary>As settings of a host.</summary>
    public string Configuration
    {
        get
        {
            var settings = $"flowactors.state.backend = {Backend}\n";
            if (MemoryBytes is { } bytes) settings += string.Create(CultureInfo.InvariantCulture, $"flowactors.state.memory = {bytes}B\n");
            // Quoted texts are those of JSON.
            if (Folders is { } folders) settings += $"flowactors.state.local-dirs = [{string.Join(", ", folders.Select(folder => JsonSerializer.Serialize(folder)))}]\n";
            return settings;
        }
    }
}
