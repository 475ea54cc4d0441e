namespace FlowActors.State.Folders;

/// <summary>What is asked of the disk below a folder; another one than the machine's in tests. Thread-safe.</summary>
internal interface ILocalDisk
{
    /// <summary>Bytes that this process may still write there.</summary>
    /// <exception cref="IOException">The disk does not say.</exception>
    long FreeBytes(string folder);

    /// <summary>Gives a file a second name.</summary>
    /// <exception cref="IOException">The file system has no hard links, or refuses.</exception>
    void Link(string path, string link);
}
