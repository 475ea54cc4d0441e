using System.Globalization;

namespace FlowActors.State.Snapshots.Files;

/// <summary>
/// A snapshot file is missing, damaged, or of a later version: nothing that was read from it is in doubt, and the rest cannot be had.
/// Failures of the disk itself are not this, but the <see cref="IOException"/>s that they are.
/// </summary>
internal sealed class UnreadableSnapshotException : Exception
{
    /// <param name="file">The file, as whoever opened it calls it.</param>
    /// <param name="fault">What kind of failure it is.</param>
    /// <param name="offset">The position in the file, in bytes, where it was noticed.</param>
    /// <param name="what">A sentence without its subject, which is the file: "is empty".</param>
    /// <param name="inner">What caused it.</param>
    public UnreadableSnapshotException(string file, SnapshotFault fault, long offset, string what, Exception? inner = null)
        : base(string.Create(CultureInfo.InvariantCulture, $"Snapshot file '{file}' {what} (at byte {offset})."), inner)
    {
        File = file;
        Fault = fault;
        Offset = offset;
    }

    public string File { get; }

    public SnapshotFault Fault { get; }

    public long Offset { get; }
}
