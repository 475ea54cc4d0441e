using System.Diagnostics.CodeAnalysis;
using static FlowActors.Runtime.Checkpoints.Coordination.CheckpointMessages;

namespace FlowActors.Runtime.Checkpoints.Coordination;

/// <summary>
/// What people have asked for and there is no room for yet, in the order of its turns: savepoints, and what else ends or suspends a job, before checkpoints, each in the
/// order in which they were asked for. Not thread-safe.
/// </summary>
internal sealed class CheckpointQueue
{
    private readonly Queue<RequestCheckpoint> _first = [];
    private readonly Queue<RequestCheckpoint> _checkpoints = [];

    /// <summary>How many wait.</summary>
    public int Count => _first.Count + _checkpoints.Count;

    /// <summary>One more waits.</summary>
    public void Enqueue(RequestCheckpoint request) => (request.Kind == CheckpointKind.Checkpoint ? _checkpoints : _first).Enqueue(request);

    /// <summary>The one whose turn is next.</summary>
    public bool TryPeek([MaybeNullWhen(false)] out RequestCheckpoint request) => _first.TryPeek(out request) || _checkpoints.TryPeek(out request);

    /// <summary>Takes the one whose turn is next out.</summary>
    public bool TryDequeue([MaybeNullWhen(false)] out RequestCheckpoint request) => _first.TryDequeue(out request) || _checkpoints.TryDequeue(out request);
}
