using FlowActors.Files;
using FlowActors.Runtime.Checkpoints.Metadata;

namespace FlowActors.Runtime.Checkpoints.Storage;

/// <summary>Reads snapshots of any job, and changes nothing. Calls block, and may come from any number of threads at once.</summary>
internal interface ISnapshotReader
{
    /// <summary>Reads the metadata of a snapshot.</summary>
    /// <exception cref="SnapshotReadException">It is missing, damaged or of a newer version.</exception>
    SnapshotMetadata ReadMetadata(SnapshotLocation snapshot);

    /// <summary>
    /// Reads a file from its beginning. The length is checked at once and the checksum with the last byte: a read that would end a
    /// damaged file throws <see cref="SnapshotReadException"/> and hands nothing out, so that who has read all has read what was written.
    /// </summary>
    /// <exception cref="SnapshotReadException">It is missing, or has another length.</exception>
    Stream Read(SnapshotLocation snapshot, StateHandle handle);

    /// <summary>Opens a file to read parts of it, whose own checksums tell whether they are whole. The length is checked.</summary>
    /// <exception cref="SnapshotReadException">It is missing, or has another length.</exception>
    IFileReader OpenParts(SnapshotLocation snapshot, StateHandle handle);

    /// <summary>Brings a file to a path on this machine. Length and checksum are compared: it is there whole, or not at all.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="handle">The file.</param>
    /// <param name="path">Where nothing lies yet.</param>
    /// <param name="mayLink">Whether nobody will ever change it there: then it may be the stored file itself, under a second name.</param>
    /// <exception cref="SnapshotReadException">It is missing or damaged, or cannot be read.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    void Fetch(SnapshotLocation snapshot, StateHandle handle, string path, bool mayLink);
}
