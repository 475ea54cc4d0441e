using FlowActors.Runtime.Protocols;
using FlowActors.Runtime.Subtasks.Queries;

namespace FlowActors.Runtime.Control.Nodes;

/// <summary>What clients ask the agents of nodes about the state of running jobs. Every node is asked, and answers for its own subtasks.</summary>
internal static class StateQueryProtocol
{
    /// <summary>From a client: which states may be read? Answered by <see cref="NodeStates"/>.</summary>
    /// <param name="Job">The job.</param>
    /// <param name="Skip">How many lines were in the pages before.</param>
    public sealed record GetStates(JobId Job, int Skip) : IControlQuery;

    /// <summary>The states of a job that may be read, by each subtask on a node.</summary>
    /// <param name="Outcome">Answered, or why there is no answer; unknown where no subtask of the job is here.</param>
    /// <param name="States">A page of them.</param>
    /// <param name="More">Whether there is another page.</param>
    public sealed record NodeStates(QueryOutcome Outcome, IReadOnlyList<StateLine> States, bool More) : IControlEvent;

    /// <summary>From a client: what do some keys have in a state? Answered by <see cref="NodeKeys"/>.</summary>
    /// <param name="Job">The job.</param>
    /// <param name="Uid">The operator.</param>
    /// <param name="State">The state.</param>
    /// <param name="Keys">The bytes of the keys.</param>
    public sealed record GetKeys(JobId Job, string Uid, string State, IReadOnlyList<byte[]> Keys) : IControlQuery;

    /// <summary>What a node has of the keys that live there.</summary>
    /// <param name="Outcome">Answered, or why there is no answer; unknown where no subtask here has such a state.</param>
    /// <param name="Keys">The keys that live here.</param>
    /// <param name="Failure">Why it could not be read.</param>
    public sealed record NodeKeys(QueryOutcome Outcome, IReadOnlyList<KeyReading> Keys, string? Failure) : IControlEvent;
}
