using FlowActors.Runtime.Protocols;
using FlowActors.Runtime.Subtasks.Queries;
using FlowActors.State.Scans;
using FlowActors.State.Tables;

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
    public sealed record GetKeys(JobId Job, string Uid, string State, IReadOnlyList<byte[]> Keys) : IControlQuery
    {
        /// <summary>The bytes of keys within the map of the one key: those of its entries that are read; null for all of each key.</summary>
        public IReadOnlyList<byte[]>? MapKeys { get; init; }
    }

    /// <summary>What a node has of the keys that live there.</summary>
    /// <param name="Outcome">Answered, or why there is no answer; unknown where no subtask here has such a state.</param>
    /// <param name="Keys">The keys that live here.</param>
    /// <param name="Failure">Why it could not be read.</param>
    public sealed record NodeKeys(QueryOutcome Outcome, IReadOnlyList<KeyReading> Keys, string? Failure) : IControlEvent;

    /// <summary>From a client: which keys come next in a scan? Answered by <see cref="NodeScan"/>.</summary>
    /// <param name="Job">The job.</param>
    /// <param name="Uid">The operator.</param>
    /// <param name="State">The state.</param>
    /// <param name="From">The bytes that no key is less than.</param>
    /// <param name="To">The bytes that all keys lie before; null for no end.</param>
    /// <param name="IsByKeyGroup">Whether by key group.</param>
    /// <param name="Id">Of the scan.</param>
    /// <param name="After">The keys behind this.</param>
    /// <param name="Limit">How many there may be.</param>
    public sealed record GetScan(JobId Job, string Uid, string State, byte[] From, byte[]? To, bool IsByKeyGroup, long Id, ScanPosition After, int Limit) : IControlQuery
    {
        /// <summary>The bytes of the key whose map is read; null where whole keys are.</summary>
        public byte[]? MapOf { get; init; }

        public StateScan ToScan()
        {
            var keys = KeyRange.All.From(From);
            return new StateScan(To is null ? keys : keys.Before(To), IsByKeyGroup, Id) { MapOf = MapOf };
        }
    }

    /// <summary>What a node has of a page; by key group that is the owner of the position's, in the order of keys all.</summary>
    /// <param name="Outcome">Answered, or why there is no answer; unknown where no subtask here has such a state.</param>
    /// <param name="Attempt">The number of the attempt.</param>
    /// <param name="KeyGroups">For how many key groups the subtasks here have answered.</param>
    /// <param name="MaxParallelism">How many key groups there are in all.</param>
    /// <param name="Keys">The keys that come first here.</param>
    /// <param name="Next">Up to where they are told; null to the end of what is here.</param>
    /// <param name="IsTooLarge">Whether there are none, as the first one is too large for an answer by itself.</param>
    /// <param name="Failure">Why it could not be read.</param>
    public sealed record NodeScan(
        QueryOutcome Outcome,
        int Attempt,
        int KeyGroups,
        int MaxParallelism,
        IReadOnlyList<ScannedKey> Keys,
        ScanPosition? Next,
        bool IsTooLarge,
        string? Failure) : IControlEvent
    {
        public static NodeScan None(QueryOutcome outcome) => new(outcome, 0, 0, 0, [], null, IsTooLarge: false, null);
    }
}
