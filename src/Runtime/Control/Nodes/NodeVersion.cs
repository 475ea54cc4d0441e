using System.Reflection;

namespace FlowActors.Runtime.Control.Nodes;

/// <summary>What a node speaks. Nodes of one cluster have the same protocol; FlowActors may be another version where that is so.</summary>
/// <param name="FlowActors">The version of FlowActors.</param>
/// <param name="Protocol">The number of the protocol between nodes, from 1.</param>
internal sealed record NodeVersion(string FlowActors, int Protocol)
{
    /// <summary>
    /// The protocol of this build: what nodes say to each other, and what they take it to mean. Raised by one whenever nodes of the build before could not be told apart from those of
    /// this one in any other way: when a control message is removed or its bytes change, when one is added that must be answered, when a field is added that must not be overlooked, or when
    /// records travel otherwise. What a node says as it registers, and that it is refused, keeps its manifest for ever, so that nodes of any two builds can tell each other why.
    /// </summary>
    public const int CurrentProtocol = 1;

    /// <summary>This build's.</summary>
    public static NodeVersion Own { get; } = new(
        typeof(NodeVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown", CurrentProtocol);

    /// <summary>Why a node cannot be in a cluster with this one; null where it can.</summary>
    /// <param name="other">What the node speaks; null where it does not say, as builds before the first version did.</param>
    public string? RefusalOf(NodeVersion? other) => other?.Protocol == Protocol
        ? null
        : $"it is {other?.Text ?? "a FlowActors that does not tell its version"}, but the other nodes are {Text}, and nodes of two protocols do not understand each other. " +
          "Start all nodes from builds with the same protocol; to go to another one, stop the jobs with savepoints, replace all nodes, and begin the jobs with them.";

    private string Text => $"FlowActors {FlowActors} with protocol {Protocol}";
}
