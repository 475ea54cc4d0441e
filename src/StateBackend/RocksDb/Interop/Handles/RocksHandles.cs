namespace FlowActors.State.RocksDb.Interop;

/// <summary>How many native objects the process has open, for metrics and tests. Thread-safe.</summary>
internal static class RocksHandles
{
    private static readonly long[] Counts = new long[Enum.GetValues<RocksHandleKind>().Length];
    private static long _leakedChildren;

    /// <summary>Iterators and snapshots that were still open when their database was closed, since the process began: each is a mistake of its owner.</summary>
    public static long LeakedChildren => Volatile.Read(ref _leakedChildren);

    /// <summary>Those of one kind that are alive now.</summary>
    public static long Open(RocksHandleKind kind) => Volatile.Read(ref Counts[(int)kind]);

    internal static void Opened(RocksHandleKind kind, int count = 1) => Interlocked.Add(ref Counts[(int)kind], count);

    internal static void Closed(RocksHandleKind kind, int count = 1) => Interlocked.Add(ref Counts[(int)kind], -count);

    internal static void Leaked(int children) => Interlocked.Add(ref _leakedChildren, children);
}
