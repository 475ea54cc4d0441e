using System.Text.Json.Serialization;
using FlowActors.Runtime.Logging;
using FlowActors.Runtime.Protocols;
using FlowActors.Runtime.Subtasks;
using Microsoft.Extensions.Logging;

namespace FlowActors.Runtime.Control.Nodes;

/// <summary>What clients ask the agents of nodes about the nodes themselves.</summary>
internal static class NodeLookProtocol
{
    /// <summary>From a client: how is the node? Answered by <see cref="NodeView"/>.</summary>
    public sealed record GetNodeView : IControlQuery;

    /// <summary>How a node is.</summary>
    /// <param name="Node">Its Akka address.</param>
    /// <param name="Incarnation">The run of its process.</param>
    /// <param name="Endpoint">Where it takes frames.</param>
    /// <param name="Cores">How many cores it has.</param>
    /// <param name="Since">Since when it has been up.</param>
    /// <param name="HeapBytes">What its process has on the managed heap.</param>
    /// <param name="ProcessBytes">What its process takes of the machine's memory.</param>
    /// <param name="Subtasks">How many subtasks live there.</param>
    /// <param name="Jobs">How many subtasks of which jobs live there; the first of them where they are many.</param>
    public sealed record NodeView(
        string Node, string Incarnation, string Endpoint, int Cores, DateTimeOffset Since, long HeapBytes, long ProcessBytes, int Subtasks,
        IReadOnlyList<SubtasksOfJob> Jobs) : IControlEvent
    {
        /// <summary>The builds of the jobs that are registered there, by name; null where it does not say.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public IReadOnlyDictionary<string, string>? Builds { get; init; }

        /// <summary>What it speaks.</summary>
        public NodeVersion? Version { get; init; }

        /// <summary>What it does for the cluster (<see cref="NodeRoles"/>); null for all there is.</summary>
        public IReadOnlyList<string>? Roles { get; init; }

        /// <summary>How many slots it takes at most, of all jobs together; null for as many as there are.</summary>
        public int? Slots { get; init; }
    }

    /// <summary>From a client: what are the operators' threads in? Answered by <see cref="NodeThreads"/>.</summary>
    public sealed record GetNodeThreads : IControlQuery;

    /// <summary>The operators' threads of a node.</summary>
    /// <param name="Dispatchers">The pools that they belong to.</param>
    /// <param name="Calls">What is in user code now, the longest first; the first of them where they are many.</param>
    /// <param name="LeftBehind">Threads that are still in user code of subtasks that have ended: their operators.</param>
    public sealed record NodeThreads(IReadOnlyList<DispatcherThreads> Dispatchers, IReadOnlyList<RunningCall> Calls, IReadOnlyList<string> LeftBehind) : IControlEvent;

    /// <summary>From a client: what was logged? Answered by <see cref="NodeLogs"/>.</summary>
    /// <param name="After">The number of the last line of the page before; 0 for the first page.</param>
    /// <param name="Level">Only lines of this level or a more serious one.</param>
    public sealed record GetNodeLogs(long After, LogLevel Level) : IControlQuery;

    /// <summary>A page of a node's log.</summary>
    /// <param name="Lines">The oldest first.</param>
    /// <param name="More">Whether there is another page.</param>
    public sealed record NodeLogs(IReadOnlyList<LogLine> Lines, bool More) : IControlEvent;

    /// <summary>From a client: how far is a deletion that the node was asked for? Answered by <see cref="DisposalSeen"/>.</summary>
    /// <param name="Request">Names the request.</param>
    public sealed record GetDisposal(string Request) : IControlQuery;

    /// <summary>How far a deletion is.</summary>
    /// <param name="Disposal">The deletion; null when the node does not know it (any more).</param>
    public sealed record DisposalSeen(Disposal? Disposal) : IControlEvent;
}

/// <summary>How many subtasks of a job live on a node.</summary>
internal sealed record SubtasksOfJob(JobId Job, int Subtasks);

/// <summary>The threads of a dispatcher.</summary>
/// <param name="Dispatcher">Its name.</param>
/// <param name="Threads">How many there are.</param>
/// <param name="Idle">How many of them wait for work.</param>
/// <param name="Missing">How many runs wait for a thread that a limit forbids.</param>
internal sealed record DispatcherThreads(string Dispatcher, int Threads, int Idle, int Missing);

/// <summary>A subtask whose thread is in user code.</summary>
/// <param name="Subtask">The subtask.</param>
/// <param name="Vertex">The name of its vertex.</param>
/// <param name="Operator">The name of the operator.</param>
/// <param name="Milliseconds">For how long.</param>
internal sealed record RunningCall(SubtaskId Subtask, string Vertex, string Operator, double Milliseconds);
