namespace FlowActors.State.Folders;

/// <summary>A folder in which processes make folders for state.</summary>
/// <param name="Path">Its full path.</param>
/// <param name="IsDefault">Whether it stands for none that was named.</param>
internal sealed record StateRoot(string Path, bool IsDefault)
{
    /// <summary>The beginning of a sentence about it.</summary>
    public string Described => IsDefault
        ? $"The folder '{Path}', which is taken below the system's temporary folder as {LocalFolders.Key} names none,"
        : $"The folder '{Path}' of {LocalFolders.Key}";

    /// <summary>The file that stands in its way, in words; null for none.</summary>
    public string? Obstacle()
    {
        for (var path = Path; path is not null; path = System.IO.Path.GetDirectoryName(path))
        {
            if (File.Exists(path)) return path == Path ? "it is a file" : $"it cannot be made, as '{path}' is a file";
        }

        return null;
    }
}
