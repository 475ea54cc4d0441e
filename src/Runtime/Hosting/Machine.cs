namespace FlowActors.Runtime.Hosting;

/// <summary>The system that this process runs on.</summary>
internal static class Machine
{
    private const string BootId = "/proc/sys/kernel/random/boot_id";

    /// <summary>The same for processes that see each other's changes to files and memory at once, and for no others: on Linux the run of the kernel, which containers share.</summary>
    public static string Id { get; } = Read();

    private static string Read()
    {
        try
        {
            return File.ReadAllText(BootId).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Environment.MachineName;
        }
    }
}
