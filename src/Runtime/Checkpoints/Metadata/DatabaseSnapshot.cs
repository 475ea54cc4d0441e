using FlowActors.Runtime.Checkpoints.Storage;

namespace FlowActors.Runtime.Checkpoints.Metadata;

/// <summary>A database in a snapshot: files of a state backend, which alone knows what stands in them.</summary>
/// <param name="Id">Tells the database from all others; names of files mean something only together with it.</param>
/// <param name="Files">Its files.</param>
internal sealed record DatabaseSnapshot(string Id, IReadOnlyList<DatabaseFileSnapshot> Files)
{
    /// <summary>The files as they are stored.</summary>
    public IEnumerable<StateHandle> Handles() => Files.Select(file => file.File);
}

/// <summary>A file of a database in a snapshot.</summary>
/// <param name="Name">Its name in the database.</param>
/// <param name="File">Where it is stored.</param>
/// <param name="IsImmutable">Whether a file of that name and database never changes: a later checkpoint may name the stored one again.</param>
internal sealed record DatabaseFileSnapshot(string Name, StateHandle File, bool IsImmutable);
