namespace FlowActors.Examples.Sensors;

/// <summary>What a sensor measured.</summary>
/// <param name="Sensor">Its name.</param>
/// <param name="Time">When, in ms: the event time.</param>
/// <param name="Value">In degrees Celsius.</param>
internal sealed record Reading(string Sensor, long Time, double Value);
