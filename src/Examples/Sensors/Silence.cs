namespace FlowActors.Examples.Sensors;

/// <summary>A sensor that said nothing for too long.</summary>
/// <param name="Sensor">Its name.</param>
/// <param name="Since">The time of its last reading, in ms.</param>
internal sealed record Silence(string Sensor, long Since);
