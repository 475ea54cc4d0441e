using FlowActors.State.Folders;

namespace FlowActors.StateBackend.Tests.Folders;

/// <summary>A disk whose free space a test sets, by the name of the root.</summary>
internal sealed class FakeDisk : ILocalDisk
{
    public Dictionary<string, long> Free { get; } = [];

    public bool HasLinks { get; init; } = true;

    /// <summary>One with the same room in roots a and b.</summary>
    public static FakeDisk WithRoom(bool hasLinks = true) => new() { HasLinks = hasLinks, Free = { ["a"] = 1, ["b"] = 1 } };

    public long FreeBytes(string folder) => Free.TryGetValue(Path.GetFileName(folder), out var free) ? free : throw new DriveNotFoundException();

    public void Link(string path, string link)
    {
        if (!HasLinks) throw new IOException("Operation not permitted.");
        File.Copy(path, link);
    }
}
