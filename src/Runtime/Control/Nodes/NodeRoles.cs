namespace FlowActors.Runtime.Control.Nodes;

/// <summary>What a node does for its cluster: the names in <c>flowactors.node.roles</c>.</summary>
internal static class NodeRoles
{
    /// <summary>It can have the job manager and the coordinators of jobs.</summary>
    public const string Manager = "manager";

    /// <summary>It takes subtasks.</summary>
    public const string Worker = "worker";

    /// <summary>What Akka's cluster calls those that can have the job manager; an application's own roles are beside it.</summary>
    public const string AkkaManager = "flowactors-manager";

    /// <summary>All that there are.</summary>
    public static IReadOnlyList<string> All { get; } = [Manager, Worker];

    /// <summary>Whether a node can have the job manager, by its roles; null for all there is.</summary>
    public static bool CanManage(IReadOnlyList<string>? roles) => roles?.Contains(Manager) != false;
}
