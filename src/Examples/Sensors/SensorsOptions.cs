using FlowActors.Examples.CommandLine;

namespace FlowActors.Examples.Sensors;

/// <summary>What is asked of the sensors command.</summary>
/// <param name="Sensors">How many there are.</param>
/// <param name="Readings">How many they make together.</param>
/// <param name="Silence">After so many seconds without a reading a sensor is silent.</param>
/// <param name="Seed">The same seed makes the same readings.</param>
/// <param name="Parallelism">Of the operators behind the source.</param>
internal sealed record SensorsOptions(int Sensors, long Readings, int Silence, long Seed, int Parallelism)
{
    /// <summary>Where state is kept.</summary>
    public StateOptions State { get; init; } = new();
}
