namespace FlowActors.Files;

/// <summary>
/// What durable files need of a file system, and nothing more, so that a test can fail, tear or lose each step. All calls block and
/// may come from any thread. What was written is durable after <see cref="IFileWriter.Flush"/>; that a name was made, changed or
/// removed is durable after <see cref="FlushFolder"/> of the folder in which it stands. Failures are <see cref="IOException"/> and
/// <see cref="UnauthorizedAccessException"/>, as those of <see cref="File"/>.
/// </summary>
internal interface IFileSystem
{
    /// <summary>Makes a folder, and those above it, unless it is there.</summary>
    void CreateFolder(string path);

    /// <summary>Whether there is a folder of this path.</summary>
    bool FolderExists(string path);

    /// <summary>Makes a file that must not be there.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="locked">
    /// Holds a lock until the writer is disposed or the process ends, so that <see cref="DeleteUnlessLocked"/> leaves the file. The file may be
    /// renamed meanwhile.
    /// </param>
    IFileWriter Create(string path, bool locked = false);

    /// <summary>What is known of a file; null if there is none of this path.</summary>
    FileStatus? Find(string path);

    /// <summary>Opens a file.</summary>
    /// <exception cref="FileNotFoundException">It is not there.</exception>
    /// <exception cref="DirectoryNotFoundException">Its folder is not there.</exception>
    IFileReader Open(string path);

    /// <summary>Gives a file another name in the same folder, at once or not at all; there must be no file of that name.</summary>
    void Rename(string from, string to);

    /// <summary>
    /// Gives a file another name, also in another folder of the same file system, in place of a file that has it: at once or not at all.
    /// Durable when one of the folders has been flushed.
    /// </summary>
    void Replace(string from, string to);

    /// <summary>
    /// Gives a file a second name, under which it stays when the first one is removed. Not durable before the folder is flushed.
    /// </summary>
    /// <returns>False, and nothing has happened, where that cannot be: the file is on another disk, or its file system has no such names.</returns>
    bool TryLink(string from, string to);

    /// <summary>Removes a file; nothing happens if it is not there.</summary>
    void Delete(string path);

    /// <summary>
    /// Removes a file that nobody writes. Nothing happens if it is locked, not there or not ours to remove, or if the file system has no locks
    /// to tell.
    /// </summary>
    void DeleteUnlessLocked(string path);

    /// <summary>Removes a folder; nothing happens if it is not there or holds anything.</summary>
    void DeleteEmptyFolder(string path);

    /// <summary>The names of the files in a folder, without its path; none if it is not there.</summary>
    IReadOnlyList<string> FilesIn(string folder);

    /// <summary>The names of the folders in a folder, without its path; none if it is not there.</summary>
    IReadOnlyList<string> FoldersIn(string folder);

    /// <summary>Brings to the disk which names stand in a folder.</summary>
    void FlushFolder(string path);

    /// <summary>
    /// Takes the lock of a file, which is made if it is not there. The lock ends with the object or with the process, however that ends.
    /// </summary>
    /// <returns>Null if somebody else has the lock.</returns>
    IDisposable? TryLock(string path);
}
