using System.Runtime.InteropServices;

namespace FlowActors.Sinks.Printing;

/// <summary>Asks the system what .NET does not tell: whether anybody is left to read from a pipe.</summary>
internal static partial class OutputPipe
{
    /// <summary>The number of standard output.</summary>
    public const int StandardOutput = 1;

    private const short Error = 0x8;
    private const short HungUp = 0x10;

    /// <summary>True when nobody can read what is written there; false for files, terminals and where the system does not say.</summary>
    public static bool IsBroken(int descriptor)
    {
        if (OperatingSystem.IsWindows()) return false;
        var asked = new Descriptor { Number = descriptor };
        return Poll(ref asked, 1, timeoutMilliseconds: 0) > 0 && (asked.Answer & (Error | HungUp)) != 0;
    }

    [LibraryImport("libc", EntryPoint = "poll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Poll(ref Descriptor descriptors, nuint count, int timeoutMilliseconds);

    // struct pollfd of poll(2): the same on all systems that have it.
    [StructLayout(LayoutKind.Sequential)]
    private struct Descriptor
    {
        public int Number;
        public short Question;
        public short Answer;
    }
}
