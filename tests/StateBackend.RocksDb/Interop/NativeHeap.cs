using System.Runtime.InteropServices;

namespace FlowActors.StateBackend.RocksDb.Tests.Interop;

/// <summary>
/// What the process has of the heap of its C library, which RocksDB takes its memory from: the bytes in use, so that neither what the heap keeps
/// for later, nor managed memory, counts. The runtime takes from it as well, as it compiles.
/// </summary>
internal static partial class NativeHeap
{
    /// <summary>Whether this C library can be asked: glibc, from 2.33 on.</summary>
    public static bool CanBeAsked { get; } = OperatingSystem.IsLinux()
        && NativeLibrary.TryLoad("libc.so.6", out var library) && NativeLibrary.TryGetExport(library, "mallinfo2", out _);

    /// <summary>Bytes that were taken and not given back.</summary>
    public static long BytesInUse()
    {
        // What only finalizers would free is in use until they ran.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var figures = Ask();
        return (long)(figures.BytesInArenas + figures.BytesMapped);
    }

    /// <summary>
    /// By how many bytes a turn makes the heap grow: the lower quartile of some windows of turns. A leak grows every window; what happens
    /// now and then, such as a thread of RocksDB's that keeps small pieces for its next call, grows some, and others the less.
    /// </summary>
    /// <param name="warmUp">Turns before the first window: whatever is made once and kept.</param>
    /// <param name="windows">How many windows there are.</param>
    /// <param name="turns">The turns of each.</param>
    /// <param name="turn">One turn, by its number.</param>
    public static double GrowthPerTurn(int warmUp, int windows, int turns, Action<int> turn)
    {
        var number = 0;
        for (; number < warmUp; number++) turn(number);
        var grown = new double[windows];
        var before = BytesInUse();
        for (var window = 0; window < windows; window++)
        {
            for (var end = number + turns; number < end; number++) turn(number);
            var now = BytesInUse();
            grown[window] = (now - before) / (double)turns;
            before = now;
        }

        Array.Sort(grown);
        return grown[windows / 4];
    }

    [LibraryImport("libc.so.6", EntryPoint = "mallinfo2")]
    private static partial Figures Ask();

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Figures
    {
        private readonly nuint _bytesOfArenas;
        private readonly nuint _freeChunks;
        private readonly nuint _freeSmallChunks;
        private readonly nuint _mappings;
        public readonly nuint BytesMapped;
        private readonly nuint _unused;
        private readonly nuint _bytesFreeSmall;
        public readonly nuint BytesInArenas;
        private readonly nuint _bytesFree;
        private readonly nuint _bytesAtTheTop;
    }
}

/// <summary>A test that asks the native heap; skipped where there is none that can be asked.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NativeHeapFactAttribute : FactAttribute
{
    public NativeHeapFactAttribute()
    {
        if (!NativeHeap.CanBeAsked) Skip = "Only glibc, from 2.33 on, says how many bytes of its heap are in use.";
    }
}
