using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace FlowActors.Paths;

/// <summary>
/// Stands for this machine since it was started. The numbers of file systems and files mean nothing on another machine, and file systems get
/// other numbers at each start; machines of a cluster tell each other of files.
/// </summary>
internal static class HostNumber
{
    private const string LinuxStart = "/proc/sys/kernel/random/boot_id";

    public static ulong Value { get; } = BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(Name())));

    private static string Name()
    {
        try
        {
            return OperatingSystem.IsLinux() ? File.ReadAllText(LinuxStart) : Environment.MachineName;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Then it stands for this process.
            return Guid.NewGuid().ToString();
        }
    }
}
