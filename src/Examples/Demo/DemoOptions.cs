using System.Text.Json;
using FlowActors.Examples.CommandLine;

namespace FlowActors.Examples.Demo;

/// <summary>What is asked of the demo command.</summary>
/// <param name="Port">Where HTTP is served; 0 for a free port.</param>
/// <param name="Rate">Events a second.</param>
internal sealed record DemoOptions(int Port, long Rate)
{
    /// <summary>Events a second where nobody says.</summary>
    public const long UsualRate = 10_000;

    /// <summary>The most.</summary>
    public const long RateMax = 10_000_000;

    /// <summary>Where state is kept.</summary>
    public StateOptions State { get; init; } = new();

    /// <summary>The folders below which savepoints may be taken over HTTP.</summary>
    public IReadOnlyList<string> Savepoints { get; init; } = [];

    /// <summary>As settings of a host.</summary>
    public string Configuration => $"{State.Configuration}flowactors.http.savepoint-folders = {JsonSerializer.Serialize(Savepoints)}\n";
}
