using System.Runtime.InteropServices;

namespace FlowActors.State.RocksDb.Interop;

/// <summary>A call of RocksDB failed. The message names the call, the database's folder and RocksDB's own words.</summary>
internal sealed class RocksException(string message, RocksFault fault) : IOException(message)
{
    public RocksFault Fault => fault;

    /// <summary>Of the error that a call left; frees it.</summary>
    /// <param name="error">What the call left.</param>
    /// <param name="call">What was done, as the beginning of a sentence.</param>
    /// <param name="path">The database's folder, or the file.</param>
    public static unsafe RocksException Of(byte* error, string call, string path)
    {
        var status = Marshal.PtrToStringUTF8((nint)error)!;
        Native.Free(error);
        var found = FaultOf(status);
        return new($"{call} failed ({path}): {status}{(status.EndsWith('.') ? string.Empty : ".")}{Advice(found)}", found);
    }

    /// <summary>
    /// Of the text of a status, which is all that the C interface tells. The cause stands before the sort: a missing file found by
    /// the checks of an open is a corruption whose text goes on with the operating system's error.
    /// </summary>
    internal static RocksFault FaultOf(string status) => status switch
    {
        _ when Has(status, "No space left on device") || Has(status, "Disk quota exceeded") || Has(status, "NoSpace") => RocksFault.NoSpace,
        _ when Has(status, "/LOCK: ") || Has(status, "\\LOCK: ") || Has(status, "lock hold by current process") => RocksFault.Busy,
        _ when Has(status, "No such file or directory") || Has(status, "does not exist") || Has(status, "cannot find the file")
            || Has(status, "cannot find the path") => RocksFault.NotFound,
        _ when status.StartsWith("Corruption", StringComparison.Ordinal) => RocksFault.Corruption,
        _ => RocksFault.Other,
    };

    private static bool Has(string status, string part) => status.Contains(part, StringComparison.OrdinalIgnoreCase);

    private static string Advice(RocksFault fault) => fault switch
    {
        RocksFault.NoSpace => " Make room on that disk.",
        RocksFault.Corruption => " The files are damaged: what is restored from a checkpoint takes their place; if it comes again, have the disk checked.",
        RocksFault.NotFound => " A file is missing, or its whole folder: see that the disk is there and that nothing else removes files below it.",
        RocksFault.Busy => " The folder is in use: close the database that has it open, or take another folder.",
        _ => string.Empty,
    };
}
