namespace FlowActors.Bench.Campaigns.Goldens;

/// <summary>A process gave its start up by its own time limit: nothing of its job ran, and nothing is known of it.</summary>
internal sealed class NotStartedException(string message) : Exception(message);
