namespace FlowActors.Tests.Files;

/// <summary>The calls of a file system that a test can make fail, or wait.</summary>
internal enum FileCall
{
    CreateFolder,
    Create,
    Find,
    Open,
    Write,
    Flush,
    Read,
    Rename,
    Link,
    Delete,
    DeleteEmptyFolder,
    List,
    FlushFolder,
    Lock,
}
