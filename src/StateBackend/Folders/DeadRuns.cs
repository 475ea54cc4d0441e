using System.Globalization;
using System.Text.RegularExpressions;
using FlowActors.Files;

namespace FlowActors.State.Folders;

/// <summary>Removes what processes that ended without tidying up have left in a root.</summary>
internal static partial class DeadRuns
{
    /// <summary>Removes the folders whose lock nobody holds, but those of a newer layout.</summary>
    /// <param name="root">The root.</param>
    /// <param name="warn">Told, with the folder, of what is left there.</param>
    public static void Remove(string root, Action<string> warn)
    {
        foreach (var path in Directory.GetDirectories(root).Where(path => Name().IsMatch(Path.GetFileName(path))))
        {
            try
            {
                RemoveIfDead(path, warn);
            }
            catch (DirectoryNotFoundException)
            {
                // Another process that starts was faster.
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Another user's, perhaps: a shared folder is nothing to fail for.
                warn($"'{path}' may be left by a process that has ended, and cannot be looked into: {e.Message}");
            }
        }
    }

    private static void RemoveIfDead(string path, Action<string> warn)
    {
        var lockFile = Path.Join(path, RunFolder.LockName);
        // Something else may be called so. An empty one is being made, or its process ended in between.
        if (!File.Exists(lockFile) && Directory.EnumerateFileSystemEntries(path).Any()) return;
        string? left;
        using (var held = new LocalFileSystem().TryLock(lockFile))
        {
            if (held is null) return;
            if (NewerVersion(path) is { } version)
            {
                warn(
                    $"'{path}' was left by a process that has ended, of a later version of FlowActors (layout {version}; this one knows those up to " +
                    $"{RunFolder.Version}). It is left alone; that version removes it when it starts, or remove it yourself.");
                return;
            }

            // Taken when the one before was about to remove it: there is nothing of it any more.
            if (!File.Exists(lockFile)) return;
            left = RunFolder.Clear(path);
        }

        left ??= RemoveEmpty(path);
        if (left is not null) warn($"'{path}' was left by a process that has ended, and cannot be removed: {left} Remove it yourself.");
    }

    // From the moment the lock is gone a process that has just made the folder can take it: what stands in it then is not ours to remove.
    private static string? RemoveEmpty(string path)
    {
        try
        {
            if (OperatingSystem.IsWindows()) File.Delete(Path.Join(path, RunFolder.LockName));
            Directory.Delete(path);
            return null;
        }
        catch (IOException) when (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())
        {
            return null;
        }
        catch (DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }

    // A version that was never written, or not to its end, is this layout's: it is the first file after the lock.
    private static string? NewerVersion(string path)
    {
        var file = Path.Join(path, RunFolder.VersionName);
        var text = File.Exists(file) ? File.ReadAllText(file).Trim() : "";
        var isKnown = text.Length == 0 || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version) && version <= RunFolder.Version);
        return isKnown ? null : text;
    }

    [GeneratedRegex("^flowactors-[0-9]+-[0-9a-f]{8}$", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
