namespace FlowActors.Http.Nodes;

/// <summary>Nodes as requests and answers name them: by host and port.</summary>
internal static class NodeNames
{
    /// <summary>The name of the node with an Akka address, which is like <c>akka.tcp://flowactors@127.0.0.1:4053</c>.</summary>
    public static string Of(string address) => address[(address.LastIndexOf('@') + 1)..];
}
