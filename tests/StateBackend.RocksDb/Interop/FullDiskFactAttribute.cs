using System.Diagnostics;

namespace FlowActors.StateBackend.RocksDb.Tests.Interop;

/// <summary>A fact that needs a small file system of its own; skipped where none can be mounted.</summary>
internal sealed class FullDiskFactAttribute : FactAttribute
{
    public FullDiskFactAttribute()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess) Skip = "Only a privileged process on Linux may mount a small disk.";
        else if (!SmallDisk.CanMount()) Skip = "This system does not let even a privileged process mount a small disk.";
    }
}

/// <summary>A disk of a few megabytes in memory.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly Folder _folder = new();

    public SmallDisk(int megabytes)
    {
        if (!Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", Path)) throw new IOException($"{Path} cannot be mounted.");
    }

    public string Path => _folder.Path;

    public static bool CanMount()
    {
        try
        {
            using (new SmallDisk(1)) return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        if (!Run("umount", Path)) throw new IOException($"{Path} cannot be unmounted.");
        _folder.Dispose();
    }

    private static bool Run(string command, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
