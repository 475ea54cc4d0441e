using System.Text.Json.Serialization;

namespace FlowActors.Runtime.Checkpoints.Storage;

/// <summary>A complete file of a snapshot: it says where the file is and knows whether it is whole.</summary>
/// <param name="Name">
/// A file in the snapshot's folder; or <c>shared/</c> and a file of the folder beside it, which several checkpoints of a job may name. Never
/// anything else, so that a snapshot without shared files can be moved as a folder.
/// </param>
/// <param name="Length">In bytes.</param>
/// <param name="Checksum">CRC-32C of all bytes.</param>
internal sealed record StateHandle(string Name, long Length, uint Checksum)
{
    /// <summary>Whether several checkpoints may name it.</summary>
    [JsonIgnore]
    public bool IsShared => Name.StartsWith(SnapshotNames.SharedPrefix, StringComparison.Ordinal);
}
