using FlowActors.Graph;

namespace FlowActors.Testing;

/// <summary>How a <see cref="FlowActorsTestKit"/> runs jobs. Immutable.</summary>
public sealed record TestKitSettings
{
    /// <summary>How many nodes the embedded cluster has, all in this process. Default: 1.</summary>
    public int Nodes { get; init; } = 1;

    /// <summary>Settings in HOCON, as <see cref="EmbeddedOptions.Configuration"/>. Null (default) for none.</summary>
    public string? Configuration { get; init; }

    /// <summary>What new programs start with. Default: two subtasks, whatever the machine has.</summary>
    public JobSettings DefaultSettings { get; init; } = new() { Parallelism = 2 };

    /// <summary>When the clock of the jobs starts. Default: 2000-01-01 00:00 UTC.</summary>
    public DateTimeOffset Start { get; init; } = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>
    /// How long the kit waits, by the system's clock, for what a test awaits; it only turns a test that would hang into one that fails.
    /// Default: 60 s.
    /// </summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);
}
