using FlowActors.Files;

namespace FlowActors.Sinks.Parts;

/// <summary>The folders in which names have changed, until they are brought to the disk. Used by one thread.</summary>
internal sealed class PartFolders(IFileSystem files)
{
    private readonly HashSet<string> _changed = [];
    private readonly HashSet<string> _above = [];

    /// <summary>
    /// Makes a folder for parts. The names of all above it are flushed with it the first time, since somebody may have made them and have
    /// stopped before that.
    /// </summary>
    public void Make(string folder)
    {
        files.CreateFolder(folder);
        for (var above = Path.GetDirectoryName(folder); above is not null && _above.Add(above); above = Path.GetDirectoryName(above)) _changed.Add(above);
    }

    /// <summary>A name in it has changed.</summary>
    public void Changed(string folder) => _changed.Add(folder);

    /// <summary>Brings all names to the disk.</summary>
    /// <param name="top">The highest folder that must not fail: whoever may not look into one above has not made what is in it.</param>
    public void Flush(string top)
    {
        foreach (var folder in _changed.OrderBy(f => f.Length))
        {
            try
            {
                files.FlushFolder(folder);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException && folder.Length < top.Length)
            {
                // As said.
            }
        }

        _changed.Clear();
    }
}
