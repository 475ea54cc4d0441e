using System.Globalization;

namespace FlowActors.Runtime.Checkpoints.Storage;

/// <summary>A file of a snapshot cannot be read; the message names it and says what to do.</summary>
internal sealed class SnapshotReadException : IOException
{
    private const string Another = "or restore from another";
    private const string OtherVersion = "Use the version of FlowActors that wrote it, or a later one.";

    private SnapshotReadException(string path, SnapshotFault fault, string what, string message, Exception? cause)
        : base(message, cause)
    {
        FilePath = path;
        Fault = fault;
        What = what;
    }

    /// <summary>The file.</summary>
    public string FilePath { get; }

    /// <summary>What is wrong with it.</summary>
    public SnapshotFault Fault { get; }

    /// <summary>The same in words, without the file and what to do.</summary>
    public string What { get; }

    /// <summary>Whether the text of a failure says already what to do about its file: it has the message of one of these.</summary>
    public static bool SaysWhatToDo(string message) =>
        message.Contains(Another, StringComparison.Ordinal) || message.Contains(OtherVersion, StringComparison.Ordinal);

    public static SnapshotReadException Missing(string path, Exception? cause = null) => new(
        path,
        SnapshotFault.Missing,
        "it is not there",
        $"The file '{path}' of a snapshot is not there. Put the snapshot's folder back as it was written, with all of its files, {Another}.",
        cause);

    public static SnapshotReadException Damaged(string path, string what, Exception? cause = null) => new(
        path,
        SnapshotFault.Damaged,
        what,
        $"The file '{path}' of a snapshot is damaged: {what}. Replace it by an undamaged copy, {Another} snapshot.",
        cause);

    public static SnapshotReadException NewerVersion(string path, int version, int known) => new(
        path,
        SnapshotFault.NewerVersion,
        "it is of a newer version",
        string.Create(CultureInfo.InvariantCulture, $"The file '{path}' of a snapshot has version {version} of its format; this version of FlowActors reads those up to {known}. ") +
        OtherVersion,
        null);

    public static SnapshotReadException Refused(string path, Exception cause) => new(
        path,
        SnapshotFault.Refused,
        cause.Message.TrimEnd('.'),
        $"The file '{path}' of a snapshot cannot be read: {cause.Message} Let this process read it, and try again.",
        cause);
}
