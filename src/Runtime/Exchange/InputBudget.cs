using System.Runtime.InteropServices;

namespace FlowActors.Runtime.Exchange;

/// <summary>
/// The bytes that the batches under way to one input within a node may take beyond the one batch that each of its channels may always
/// have: what Flink calls floating buffers. Senders borrow of it for a batch, the receiver gives back as it takes that batch. From any
/// thread; nobody waits for it (see <see cref="LocalChannel{T}"/>).
/// </summary>
internal sealed class InputBudget(long bytes)
{
    private Padded _free = new() { Value = bytes };

    /// <summary>What is not borrowed now.</summary>
    public long Free => Volatile.Read(ref _free.Value);

    /// <summary>Borrows, if so much is there.</summary>
    public bool TryBorrow(int bytes)
    {
        if (Free < bytes) return false;
        if (Interlocked.Add(ref _free.Value, -bytes) >= 0) return true;
        Interlocked.Add(ref _free.Value, bytes);
        return false;
    }

    /// <summary>Gives back what was borrowed.</summary>
    public void Return(int bytes) => Interlocked.Add(ref _free.Value, bytes);

    // On a cache line of its own: all senders write it.
    [StructLayout(LayoutKind.Explicit, Size = 128)]
    private struct Padded
    {
        [FieldOffset(64)]
        public long Value;
    }
}
