using FlowActors.Files;

namespace FlowActors.State.Folders;

/// <summary>The disks of the machine.</summary>
internal sealed class LocalDisk : ILocalDisk
{
    // Windows knows drives, other systems any folder.
    public long FreeBytes(string folder) => new DriveInfo(OperatingSystem.IsWindows() ? Path.GetPathRoot(folder)! : folder).AvailableFreeSpace;

    public void Link(string path, string link) => HardLink.Create(path, link);
}
