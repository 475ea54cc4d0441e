using FlowActors.Runtime.Control.Wire;
using FlowActors.Runtime.Logging;
using static FlowActors.Runtime.Control.Nodes.NodeLookProtocol;

namespace FlowActors.Runtime.Control.Nodes;

/// <summary>Answers what is asked about a node. Used by its agent.</summary>
/// <param name="info">What the node is.</param>
/// <param name="work">Its subtasks.</param>
/// <param name="logs">What it has logged.</param>
/// <param name="since">Since when it has been up.</param>
internal sealed class NodeLooks(NodeInfo info, INodeWork work, RecentLogs logs, DateTimeOffset since)
{
    /// <summary>How many jobs, calls and threads an answer names at most.</summary>
    public const int NamedMax = 128;

    public NodeView Answer(GetNodeView _)
    {
        var jobs = work.Subtasks().ToList();
        return new NodeView(
            info.Node, info.Incarnation, info.Endpoint.ToString(), info.Cores, since, GC.GetTotalMemory(forceFullCollection: false), Environment.WorkingSet, jobs.Sum(j => j.Subtasks),
            [.. jobs.Take(NamedMax)])
        {
            Builds = info.Jobs, Version = info.Version, Roles = info.Roles, Slots = info.Slots,
        };
    }

    public NodeThreads Answer(GetNodeThreads _)
    {
        var (dispatchers, calls, leftBehind) = work.Threads();
        return new NodeThreads([.. dispatchers.Take(NamedMax)], [.. calls.Take(NamedMax)], [.. leftBehind.Take(NamedMax)]);
    }

    public NodeLogs Answer(GetNodeLogs request)
    {
        var (lines, more) = Pages.First(logs.Behind(request.After, request.Level), ControlJson.Default.LogLine);
        return new NodeLogs(lines, more);
    }
}
