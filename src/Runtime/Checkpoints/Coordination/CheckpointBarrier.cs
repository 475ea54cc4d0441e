using FlowActors.State;

namespace FlowActors.Runtime.Checkpoints.Coordination;

/// <summary>A barrier as it travels among records: which checkpoint it belongs to, what that is for, and what it does at the subtasks.</summary>
/// <param name="Checkpoint">The number of the checkpoint, from 1 to below 2^48.</param>
/// <param name="Kind">What the checkpoint is for.</param>
/// <param name="Mode">What the barrier does.</param>
/// <param name="IsNative">Whether a savepoint has the native form; checkpoints have it all.</param>
internal readonly record struct CheckpointBarrier(
    long Checkpoint, CheckpointKind Kind = CheckpointKind.Checkpoint, CheckpointMode Mode = CheckpointMode.Aligned, bool IsNative = false)
{
    private const int NumberBits = 48;
    private const int KindBits = 7;
    private const int NativeBit = NumberBits + KindBits;
    private const int ModeBit = NativeBit + 1;
    private const long NumberMask = (1L << NumberBits) - 1;

    /// <summary>How keyed state is held.</summary>
    public SnapshotForm Form => Kind.FormOf(IsNative);

    /// <summary>Whether whoever has passed it reads nothing more until the checkpoint is over.</summary>
    public bool StandsStill => Kind is CheckpointKind.StopWithSavepoint or CheckpointKind.Suspend;

    /// <summary>Whether a channel that has delivered it stands still until all have.</summary>
    public bool Blocks => Mode != CheckpointMode.AtLeastOnce;

    /// <summary>Whether it overtakes what is under way, where it may.</summary>
    public bool Overtakes => Mode == CheckpointMode.Unaligned;

    /// <summary>The value of a control mark; of a plain aligned checkpoint it is its number.</summary>
    public long ToMark() => Checkpoint | ((long)Kind << NumberBits) | (IsNative ? 1L << NativeBit : 0) | ((long)Mode << ModeBit);

    /// <summary>What <see cref="ToMark"/> has made of it.</summary>
    public static CheckpointBarrier OfMark(long value) => new(
        value & NumberMask,
        (CheckpointKind)((value >> NumberBits) & ((1 << KindBits) - 1)),
        (CheckpointMode)(value >> ModeBit),
        ((value >> NativeBit) & 1) == 1);
}
