namespace FlowActors.State.Folders;

/// <summary>No folder for the local files of state can be used: which, why, and what to do. Checkpoints stand elsewhere: nothing is lost.</summary>
internal sealed class LocalFoldersException(string folder, string reason, Exception? cause = null) : IOException(
    $"The folder '{folder}' of {LocalFolders.Key} cannot hold state: {reason.TrimEnd('.')}. Set the key to folders on local disks that have room and that " +
    "this process may write to, and start it again.",
    cause);
