using FlowActors.Files;
using FlowActors.Sinks.Files;

namespace FlowActors.Sinks;

/// <summary>What runs whose process was killed have left beside a target, and no snapshot names.</summary>
internal static class TextLeftovers
{
    /// <summary>Removes what nobody holds the lock of.</summary>
    /// <param name="files">Where.</param>
    /// <param name="folder">The folder of the target.</param>
    /// <param name="target">The name of the file or folder that is to appear.</param>
    /// <param name="writer">Which of its writers; each takes its share.</param>
    /// <param name="writers">How many there are.</param>
    public static void Remove(IFileSystem files, string folder, string target, int writer, int writers)
    {
        try
        {
            foreach (var name in files.FilesIn(folder).Where(name => PendingName.WriterOf(name, target) % writers == writer))
                files.DeleteUnlessLocked(Path.Join(folder, name));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What cannot be listed cannot be cleared away; whether the folder can be written is for others to say.
        }
    }
}
