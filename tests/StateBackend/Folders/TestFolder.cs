namespace FlowActors.StateBackend.Tests.Folders;

/// <summary>
/// Where tests keep databases: in a file system in memory, where the machine has one with room. They open some ten thousand of them, and each waits a dozen times for the disk,
/// which no test is about: none of them looks at what a machine keeps that loses its power.
/// </summary>
internal static class TestFolder
{
    private const string Memory = "/dev/shm";
    private const long RoomMin = 1L << 30;

    private static readonly string s_parent = HasRoom() ? Memory : Path.GetTempPath();

    /// <summary>A new folder, to be deleted by who asked for it.</summary>
    public static string Create() => Directory.CreateDirectory(Path.Join(s_parent, $"flowactors-test-{Guid.NewGuid():N}")).FullName;

    private static bool HasRoom()
    {
        try
        {
            var folder = Path.Join(Memory, $"flowactors-test-{Guid.NewGuid():N}");
            Directory.CreateDirectory(folder);
            Directory.Delete(folder);
            return new DriveInfo(Memory).AvailableFreeSpace > RoomMin;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return false;
        }
    }
}
