using System.Diagnostics;

namespace FlowActors.StateBackend.Tests.Folders;

/// <summary>A file system in memory with room for little, where this process may mount one.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string _path;

    private SmallDisk(string path) => _path = path;

    /// <summary>Whether one could be mounted, which takes the rights of root.</summary>
    public static bool CanMount { get; } = TryMount();

    public static SmallDisk Mount(string path, string options = "size=64k,nr_inodes=24")
    {
        Directory.CreateDirectory(path);
        Assert.True(Run("mount", "-t", "tmpfs", "-o", options, "none", path));
        return new SmallDisk(path);
    }

    /// <summary>Leaves room neither for a byte nor for a name.</summary>
    public void Fill()
    {
        try
        {
            for (var i = 0; i < 64; i++) File.WriteAllBytes(Path.Join(_path, $"fill-{i}"), new byte[8 << 10]);
        }
        catch (IOException)
        {
            // It is full.
        }

        try
        {
            for (var i = 0; i < 64; i++) File.WriteAllBytes(Path.Join(_path, $"name-{i}"), []);
        }
        catch (IOException)
        {
            // And takes no name.
        }
    }

    public void Empty()
    {
        foreach (var file in Directory.GetFiles(_path)) File.Delete(file);
    }

    public void Dispose() => Assert.True(Run("umount", "-l", _path));

    private static bool TryMount()
    {
        if (!OperatingSystem.IsLinux()) return false;
        var path = Directory.CreateTempSubdirectory("flowactors-test-").FullName;
        var isMounted = Run("mount", "-t", "tmpfs", "-o", "size=64k", "none", path);
        if (isMounted) Run("umount", path);
        Directory.Delete(path);
        return isMounted;
    }

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}

/// <summary>A test that mounts a <see cref="SmallDisk"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FactOnSmallDiskAttribute : FactAttribute
{
    public FactOnSmallDiskAttribute()
    {
        if (!SmallDisk.CanMount) Skip = "This process may mount no file system.";
    }
}
