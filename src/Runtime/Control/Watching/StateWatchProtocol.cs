using FlowActors.Runtime.Protocols;
using FlowActors.Runtime.Subtasks;
using FlowActors.Runtime.Subtasks.Queries;

namespace FlowActors.Runtime.Control.Watching;

/// <summary>
/// How clients watch keys of the state of running jobs. Every node is asked for every key, and holds the question until it has an answer that the asker
/// does not know: so at most one
/// answer is under way for each key and node, and what changes faster than that is told once. Nothing is kept of an asker that has gone for longer than
/// its question is held.
/// </summary>
internal static class StateWatchProtocol
{
    /// <summary>
    /// From a client: what does a key have that is not known yet? Answered by <see cref="KeySeen"/> once there is something, or when the time is
    /// over.
    /// </summary>
    /// <param name="Job">The job.</param>
    /// <param name="Watch">Names what is watched, by this asker: of several questions of that name only the last is answered.</param>
    /// <param name="Uid">The operator.</param>
    /// <param name="State">The state.</param>
    /// <param name="Key">The bytes of the key.</param>
    /// <param name="Known">The digest of what is known; null for nothing.</param>
    /// <param name="Owner">The subtask on this node that has the key, as the node has told; null for none. If it has it no more, that is an answer.</param>
    /// <param name="LeaseMs">How long the question is held, in milliseconds.</param>
    public sealed record WatchKey(JobId Job, string Watch, string Uid, string State, byte[] Key, byte[]? Known, SubtaskId? Owner, int LeaseMs) : IControlQuery;

    /// <summary>What became of a watched key.</summary>
    /// <param name="Outcome">What is told.</param>
    /// <param name="Owner">The subtask on this node that has the key; null where it lives elsewhere, or nowhere.</param>
    /// <param name="Digest">Of what is told; null where nothing is.</param>
    public sealed record KeySeen(WatchOutcome Outcome, SubtaskId? Owner, byte[]? Digest) : IControlEvent
    {
        /// <summary>What the key has; null unless it has changed.</summary>
        public KeyReading? Reading { get; init; }

        /// <summary>Why it cannot be read; answered unless it cannot.</summary>
        public QueryOutcome Cause { get; init; }

        /// <summary>What was thrown as it was read.</summary>
        public string? Failure { get; init; }
    }

    /// <summary>From a client: nobody watches it any more.</summary>
    /// <param name="Watch">What it was called.</param>
    public sealed record EndWatch(string Watch) : IControlCommand;
}

/// <summary>What is told of a watched key.</summary>
internal enum WatchOutcome
{
    /// <summary>Nothing new, for as long as the question was held.</summary>
    Same,

    /// <summary>It has something else than what is known.</summary>
    Changed,

    /// <summary>What it has cannot be read.</summary>
    Unreadable,

    /// <summary>It has lived here, and does so no more.</summary>
    Gone,

    /// <summary>So much is watched here already that the question was not held.</summary>
    Refused,
}
