using FlowActors.State.Export;

namespace FlowActors.Testing;

/// <summary>
/// The state of an operator at one moment, as bytes: what a harness restores from, any number of times, at any parallelism. It also
/// knows the operator, of which a restore makes a new one. Immutable, thread-safe.
/// </summary>
/// <remarks>It holds state only: watermarks, idleness and the ends of inputs come again from the inputs, as after a failure.</remarks>
public class OperatorSnapshot
{
    private readonly int? _onlySubtask;

    internal OperatorSnapshot(OperatorBlueprint blueprint, HarnessSettings settings, StateArchive archive, long checkpoint, int maxParallelism, int? onlySubtask)
    {
        Blueprint = blueprint;
        Settings = settings;
        Archive = archive;
        CheckpointId = checkpoint;
        MaxParallelism = maxParallelism;
        _onlySubtask = onlySubtask;
    }

    /// <summary>The number of the checkpoint, from 1; a restored harness counts on from it.</summary>
    public long CheckpointId { get; }

    /// <summary>The parallelism of the operator whose state it is.</summary>
    public int Parallelism => Settings.Parallelism;

    /// <summary>The number of key groups, which no restore can change.</summary>
    public int MaxParallelism { get; }

    internal OperatorBlueprint Blueprint { get; }

    internal HarnessSettings Settings { get; }

    internal StateArchive Archive { get; }

    /// <exception cref="InvalidOperationException">The subtask cannot be restored from it.</exception>
    internal void CheckFits(int subtask, int parallelism, int maxParallelism)
    {
        if (maxParallelism != MaxParallelism)
        {
            throw new InvalidOperationException(
                $"The snapshot has {MaxParallelism} key groups and the harness {maxParallelism}: a restore cannot change the max parallelism.");
        }

        if (_onlySubtask is { } only && (only != subtask || parallelism != Parallelism))
        {
            throw new InvalidOperationException(
                $"The snapshot is that of subtask {only} of {Parallelism} alone, and subtask {subtask} of {parallelism} needs the others' " +
                $"too: take the snapshot of a {nameof(HarnessGroup)}.");
        }
    }
}

/// <summary>The state of an operator with one input and one kind of results.</summary>
/// <typeparam name="TIn">What comes in.</typeparam>
/// <typeparam name="TOut">What goes out by output 0.</typeparam>
public sealed class OperatorSnapshot<TIn, TOut> : OperatorSnapshot
{
    internal OperatorSnapshot(OperatorSnapshot untyped, int? onlySubtask)
        : base(untyped.Blueprint, untyped.Settings, untyped.Archive, untyped.CheckpointId, untyped.MaxParallelism, onlySubtask)
    {
    }
}
