using System.Globalization;
using System.Text.Json;

namespace FlowActors.Bench.Harness;

/// <summary>Where the jobs of a case or campaign keep their state.</summary>
/// <param name="Backend">The name of the state backend.</param>
/// <param name="MemoryBytes">What it may take in memory where it keeps state on disk; null for the engine's default.</param>
internal sealed record StateChoice(string Backend, long? MemoryBytes = null)
{
    private const string Memory = "memory";
    private const string RocksDb = "rocksdb";

    /// <summary>The backends that there are.</summary>
    public static IReadOnlyList<string> Backends { get; } = [Memory, RocksDb];

    /// <summary>In memory.</summary>
    public static StateChoice InMemory { get; } = new(Memory);

    /// <summary>On disk.</summary>
    public static StateChoice OnRocksDb(long? memoryBytes = null) => new(RocksDb, memoryBytes);

    /// <summary>Whether it lies on disk.</summary>
    public bool IsOnDisk => Backend != Memory;

    /// <summary>As people read it.</summary>
    public string Text => MemoryBytes is { } bytes ? string.Create(CultureInfo.InvariantCulture, $"{Backend}, {bytes:N0} bytes") : Backend;

    /// <summary>As arguments of the examples.</summary>
    public string[] Arguments => MemoryBytes is { } bytes ? ["--state", Backend, "--state-memory", bytes.ToString(CultureInfo.InvariantCulture)] : ["--state", Backend];

    /// <summary>As settings of a host.</summary>
    /// <param name="localFolder">Where files go that last as long as the process; null for the engine's default.</param>
    public string Configuration(string? localFolder = null)
    {
        var lines = new List<string> { $"flowactors.state.backend = {Backend}" };
        if (MemoryBytes is { } bytes) lines.Add(string.Create(CultureInfo.InvariantCulture, $"flowactors.state.memory = {bytes}B"));
        if (localFolder is not null) lines.Add($"flowactors.state.local-dirs = [{JsonSerializer.Serialize(localFolder)}]");
        return string.Join('\n', lines) + "\n";
    }
}
