using System.Text.Json;

namespace FlowActors.Bench.Cluster;

/// <summary>What the process of a node is to be; handed to it as JSON.</summary>
/// <param name="Port">Its port for other nodes.</param>
/// <param name="Http">Its port for HTTP.</param>
/// <param name="Seeds">The first nodes of the cluster.</param>
/// <param name="Data">The folder that all nodes share.</param>
/// <param name="Local">The folder of its own state.</param>
/// <param name="Configuration">More settings.</param>
internal sealed record NodeOrder(int Port, int Http, IReadOnlyList<string> Seeds, string Data, string Local, string Configuration)
{
    public string ToJson() => JsonSerializer.Serialize(this);

    public static NodeOrder Parse(string json) => JsonSerializer.Deserialize<NodeOrder>(json)!;

    /// <summary>All of it as settings of a node.</summary>
    public string Settings =>
        $"""
         flowactors.node.port = {Port}
         flowactors.http.port = {Http}
         flowactors.state.local-dirs = [{JsonSerializer.Serialize(Local)}]
         {Configuration}
         """;
}
