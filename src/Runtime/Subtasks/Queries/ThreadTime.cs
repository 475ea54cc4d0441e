using System.Diagnostics;
using System.Runtime.InteropServices;

namespace FlowActors.Runtime.Subtasks.Queries;

/// <summary>What the calling thread has used of the processor, so that what others take from it meanwhile does not count. On Linux only; elsewhere the time that has passed.</summary>
internal static partial class ThreadTime
{
    private const int ThreadClock = 3;

    /// <summary>A time to be compared with another one of the same thread.</summary>
    public static TimeSpan Now => OperatingSystem.IsLinux() && GetTime(ThreadClock, out var time) == 0
        ? TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromTicks(time.Nanoseconds / TimeSpan.NanosecondsPerTick)
        : Stopwatch.GetElapsedTime(0);

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int GetTime(int clock, out Timespec time);

    [StructLayout(LayoutKind.Sequential)]
    private struct Timespec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
