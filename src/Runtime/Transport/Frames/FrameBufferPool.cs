namespace FlowActors.Runtime.Transport.Frames;

/// <summary>
/// Buffers in sizes of 1 KB to 1 MB, each at most four times the one before. Keeps at most about 64 MB; what is above, and
/// arrays of other sizes, go to the garbage collector. May be used from any thread.
/// </summary>
internal sealed class FrameBufferPool
{
    private readonly Shelf[] _shelves =
        [new(1 << 10, 4096), new(4 << 10, 1024), new(16 << 10, 512), new(64 << 10, 256), new(FrameHeader.PayloadMax, 128), new(512 << 10, 16), new(1 << 20, 8)];

    public static FrameBufferPool Shared { get; } = new();

    public FrameBuffer Rent(int capacity)
    {
        foreach (var shelf in _shelves)
            if (capacity <= shelf.Capacity) return shelf.Take() ?? new FrameBuffer(this, Allocate(shelf.Capacity));

        return new FrameBuffer(this, Allocate(capacity));
    }

    internal void Take(FrameBuffer buffer)
    {
        foreach (var shelf in _shelves)
            if (buffer.Capacity == shelf.Capacity) shelf.Put(buffer);
    }

    private static byte[] Allocate(int capacity) =>
        GC.AllocateUninitializedArray<byte>(FrameHeader.Size + capacity);

    /// <summary>
    /// The buffers of one size, the last returned first: it is the one in the processor's cache. Who meets somebody else here
    /// spins for the moment that this takes, and does not wait, which would make a place where a thread can be interrupted: if
    /// the other was stopped in the middle, he goes on without the shelf.
    /// </summary>
    private sealed class Shelf(int capacity, int countMax)
    {
        private const int SpinsMax = 100;

        private readonly Lock _lock = new();
        private readonly Stack<FrameBuffer> _buffers = new();

        public int Capacity => capacity;

        public FrameBuffer? Take()
        {
            if (!TryEnter()) return null;
            try
            {
                return _buffers.TryPop(out var buffer) ? buffer.Reuse() : null;
            }
            finally
            {
                _lock.Exit();
            }
        }

        public void Put(FrameBuffer buffer)
        {
            if (!TryEnter()) return;
            try
            {
                if (_buffers.Count < countMax) _buffers.Push(buffer);
            }
            finally
            {
                _lock.Exit();
            }
        }

        private bool TryEnter()
        {
            for (var i = 0; i < SpinsMax; i++)
            {
                if (_lock.TryEnter()) return true;
                Thread.SpinWait(1);
            }

            return false;
        }
    }
}
