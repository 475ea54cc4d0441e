namespace FlowActors.Client.Jobs;

/// <summary>What a job runs with, each setting with the layer that has the last word: <c>GET /jobs/{job}/config</c>.</summary>
/// <param name="Settings">By key.</param>
public sealed record JobConfiguration(IReadOnlyList<JobSetting> Settings);

/// <summary>One setting.</summary>
/// <param name="Key">Its key in HOCON; of an argument <c>arguments.</c> and its name.</param>
/// <param name="Value">Its value; <c>***</c> where it may be a secret.</param>
/// <param name="Layer"><c>reference</c> for the engine's own, <c>node</c> for the configuration of the node, <c>job</c> for what the program asks for, <c>arguments</c>.</param>
/// <param name="Origin">Where it was written: the file, text or variable, and the line.</param>
public sealed record JobSetting(string Key, string Value, string Layer, string Origin);
