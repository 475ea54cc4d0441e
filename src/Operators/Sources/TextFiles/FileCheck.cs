using FlowActors.Paths;
using Microsoft.Win32.SafeHandles;

namespace FlowActors.Sources;

/// <summary>
/// Sees to it that what is read of a file is what was found: a job that goes on from a position would else read something else behind it.
/// </summary>
internal sealed class FileCheck(SafeFileHandle open, InputFile file)
{
    /// <summary>Before the first byte is read.</summary>
    /// <exception cref="IOException">It is not the file that was found.</exception>
    public void Begin() => Check(hasEnded: false);

    /// <summary>When the last byte of a split was read.</summary>
    /// <exception cref="IOException">It has changed.</exception>
    public void End() => Check(hasEnded: true);

    /// <summary>What has happened to a file; null if it has only grown, or nothing.</summary>
    /// <param name="found">What was found.</param>
    /// <param name="now">What is there.</param>
    /// <param name="hasEnded">Whether the split was read: until then, one that is too short fails where it ends.</param>
    public static string? Find(PathStatus found, PathStatus now, bool hasEnded)
    {
        // Another machine has numbers and times of its own. A copy that kept length and time is as good.
        var isComparable = found.IsSized && found.Identity.Device == now.Identity.Device;
        if (!isComparable || (now.Length == found.Length && now.Written == found.Written)) return null;
        if (now.Identity != found.Identity) return "another file stands there now than the one that was found.";
        if (now.Length == found.Length) return "it was written to since it was found.";
        return now.Length < found.Length && hasEnded ? $"it became shorter while it was read: it has {now.Length} bytes now, and had {found.Length}." : null;
    }

    private void Check(bool hasEnded)
    {
        if (Find(file.Status, PathStatus.Of(open, file.Path), hasEnded) is { } change) throw new IOException(change);
    }
}
