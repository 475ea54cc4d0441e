namespace FlowActors.Sinks.Parts;

/// <summary>What people are told whose output cannot be written.</summary>
internal static class PartFailures
{
    /// <summary>The system refuses.</summary>
    public static IOException NotWritten(string shown, long bytes, Exception e) => new(
        $"Output file '{shown}' cannot be written (after {bytes} bytes): {e.Message} " +
        "Nothing of it was left under its name: make room for it or name another path, and run the job again.",
        e);

    /// <summary>The system refuses to give a part its name.</summary>
    public static IOException NotShown(string shown, string part, Exception e) => new(
        $"Output file '{shown}' cannot be given its name: {e.Message} What it holds is complete in '{part}', and gets its name when the job goes on from its last " +
        "checkpoint: see to it that this process may write to the folder.",
        e);

    /// <summary>A part that a snapshot names is not there, nor what it was to become.</summary>
    public static IOException Missing(string shown, string part) => new FileNotFoundException(
        $"Output file '{shown}' cannot be completed: its part '{part}', which the snapshot names, is not there, and neither is the whole file. " +
        "Bring the part back, restore a snapshot whose parts are there, or run the job anew. Files of an output may be taken away when a checkpoint has completed behind their commit.",
        part);

    /// <summary>A part that a snapshot names has other bytes.</summary>
    public static IOException Damaged(string shown, string part, long expected, long actual) => new(
        $"Output file '{shown}' cannot be completed: its part '{part}' has {actual} bytes, and the snapshot says {expected}. It was changed by " +
        "somebody else. Bring it back as it was, restore another snapshot, or run the job anew.");

    /// <summary>A snapshot belongs to another path.</summary>
    public static InvalidOperationException OtherPath(string present, string snapshot) => new(
        $"The snapshot has parts of an output to '{snapshot}', and the job now writes to '{present}': what the snapshot holds would be missing there. " +
        $"Restore it with '{snapshot}', or run the job anew.");
}
