namespace FlowActors.State.Folders;

/// <summary>Makes and removes folders that nobody else may read: state can be secret.</summary>
internal static class PrivateFolder
{
    /// <summary>Makes a folder, and those above it, unless it is there.</summary>
    public static void Make(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Removes a folder with all that is in it. Nothing happens if it is not there.</summary>
    /// <returns>Why it could not be removed, or not all of it; null when it is gone.</returns>
    public static string? Remove(string path)
    {
        try
        {
            Directory.Delete(path, recursive: true);
            return null;
        }
        catch (DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }
}
