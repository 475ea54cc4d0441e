namespace FlowActors.Paths;

/// <summary>What can stand behind a path.</summary>
internal enum PathKind
{
    /// <summary>There is nothing, or a link to nothing.</summary>
    Nothing,

    /// <summary>A file with bytes and a length.</summary>
    File,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>Bytes that pass by once: a named pipe, or a pipe that a process was given.</summary>
    Pipe,

    /// <summary>The end of a connection between processes, which cannot be opened by its name.</summary>
    Socket,

    /// <summary>A device that gives and takes bytes one after the other: a terminal, the null device.</summary>
    Device,

    /// <summary>A disk as a whole.</summary>
    BlockDevice,
}

/// <summary>The words for it.</summary>
internal static class PathKinds
{
    public static string Name(this PathKind kind) => kind switch
    {
        PathKind.Nothing => "nothing",
        PathKind.File => "a file",
        PathKind.Folder => "a folder",
        PathKind.Pipe => "a pipe",
        PathKind.Socket => "a socket",
        PathKind.Device => "a device",
        PathKind.BlockDevice => "a block device",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
