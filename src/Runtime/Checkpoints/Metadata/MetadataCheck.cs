using FlowActors.Runtime.Checkpoints.Storage;

namespace FlowActors.Runtime.Checkpoints.Metadata;

/// <summary>What whole metadata must keep to, so that who restores can rely on it.</summary>
internal static class MetadataCheck
{
    /// <summary>What is wrong, or null.</summary>
    public static string? Complaint(SnapshotMetadata metadata)
    {
        if (metadata.Checkpoint < 1) return $"checkpoint {metadata.Checkpoint} is no number of one";
        if (!Enum.IsDefined(metadata.Kind)) return $"{metadata.Kind} is no kind of snapshot";
        if (metadata.Form is { } form && !Enum.IsDefined(form)) return $"{form} is no form of a snapshot";
        if (metadata.Job.Length != 32 || !metadata.Job.All(char.IsAsciiHexDigitLower)) return $"'{metadata.Job}' is no id of a job";
        var file = metadata.Handles().FirstOrDefault(handle => !SnapshotNames.IsHandle(handle.Name) || handle.Length < 0);
        if (file is not null) return $"'{file.Name}' of {file.Length} bytes is no file of a snapshot";
        var shared = metadata.Kind == SnapshotKind.Savepoint ? metadata.Handles().FirstOrDefault(handle => handle.IsShared) : null;
        if (shared is not null) return $"'{shared.Name}' lies outside of the savepoint";
        return metadata.Vertices.Select(Complaint).FirstOrDefault(complaint => complaint is not null);
    }

    private static string? Complaint(VertexSnapshot vertex)
    {
        if (vertex.Parallelism < 1 || vertex.MaxParallelism < vertex.Parallelism || vertex.MaxParallelism > KeyGroups.MaxParallelismUpperBound)
        {
            return $"vertex '{vertex.Name}' has parallelism {vertex.Parallelism} and max parallelism {vertex.MaxParallelism}";
        }

        if (!vertex.Subtasks.Select(subtask => subtask.Index).SequenceEqual(Enumerable.Range(0, vertex.Parallelism)))
        {
            return $"vertex '{vertex.Name}' of parallelism {vertex.Parallelism} has subtasks {string.Join(", ", vertex.Subtasks.Select(subtask => subtask.Index))}";
        }

        var last = -1;
        foreach (var part in vertex.Subtasks.SelectMany(subtask => subtask.Keyed).OrderBy(part => part.FirstKeyGroup))
        {
            if (part.FirstKeyGroup <= last || part.LastKeyGroup < part.FirstKeyGroup || part.LastKeyGroup >= vertex.MaxParallelism)
            {
                return $"vertex '{vertex.Name}' has key groups {part.Range()} twice, or beyond its max parallelism of {vertex.MaxParallelism}";
            }

            last = part.LastKeyGroup;
        }

        return vertex.Subtasks.SelectMany(subtask => subtask.Keyed).Select(Complaint).FirstOrDefault(complaint => complaint is not null);
    }

    private static string? Complaint(KeyedStateSnapshot part)
    {
        if (part.Database is not { } database) return null;
        if (string.IsNullOrWhiteSpace(part.Backend)) return $"the database '{database.Id}' has no state backend that wrote it";
        if (database.Id.Length == 0) return "a database has no id";
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var wrong = database.Files.FirstOrDefault(file => !DatabaseNames.IsFile(file.Name) || !names.Add(file.Name));
        return wrong is null ? null : $"the database '{database.Id}' has the file '{wrong.Name}', which is no plain name of a file, or has it twice";
    }
}
