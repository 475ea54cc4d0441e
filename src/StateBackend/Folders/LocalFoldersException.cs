namespace FlowActors.State.Folders;

/// <summary>No folder for the local files of state can be used: which, why, and what to do. Checkpoints stand elsewhere: nothing is lost.</summary>
internal sealed class LocalFoldersException : IOException
{
    private LocalFoldersException(string message, Exception? cause)
        : base(message, cause)
    {
    }

    /// <summary>A folder cannot be used as it is.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="reason">What is wrong with it, with what was to be done.</param>
    /// <param name="cause">What the system said.</param>
    public static LocalFoldersException Unusable(StateRoot folder, string reason, Exception cause) => new(
        $"{folder.Described} cannot hold state: {reason.TrimEnd('.')}. Set {KeyOf(folder)} to folders on local disks that have room and that this process may " +
        "write to, and start it again.",
        cause);

    /// <summary>What this process had made in a folder is not there any more.</summary>
    public static LocalFoldersException Vanished(StateRoot folder, string made) => new(
        $"{folder.Described} cannot hold state: '{made}', which this process had made there, has vanished. See that the disk is there and that nothing else removes " +
        $"what lies in the folder, or set {KeyOf(folder)} to others, and start the process again.",
        cause: null);

    private static string KeyOf(StateRoot folder) => folder.IsDefault ? LocalFolders.Key : "the key";
}
