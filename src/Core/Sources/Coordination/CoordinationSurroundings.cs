using FlowActors.Serialization;

namespace FlowActors.Sources.Coordination;

/// <summary>What the coordination of a source works with.</summary>
internal sealed record CoordinationSurroundings
{
    public required string JobName { get; init; }

    public required string OperatorName { get; init; }

    public required int Parallelism { get; init; }

    public required TimeProvider Time { get; init; }

    public required SerializerRegistry Serializers { get; init; }

    /// <summary>Runs something as a call of the enumerator, behind those before it; from any thread. After the end it does nothing.</summary>
    public required Action<Action> Post { get; init; }

    /// <summary>Runs something on a thread that may block.</summary>
    public required Action<Action> RunBlocking { get; init; }

    /// <summary>Cancelled when the attempt ends.</summary>
    public required CancellationToken Closed { get; init; }

    /// <summary>What one split may take, in bytes.</summary>
    public int SplitBytesMax { get; init; } = 256 << 10;

    /// <summary>What the splits of one answer may take together, in bytes.</summary>
    public int AnswerBytesMax { get; init; } = 256 << 10;
}
