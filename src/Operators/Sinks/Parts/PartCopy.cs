using FlowActors.Files;

namespace FlowActors.Sinks.Parts;

/// <summary>
/// Makes a file of what is valid of parts: who else still writes to one of them, as a zombie of an earlier attempt may, changes nothing in
/// the copy.
/// </summary>
internal static class PartCopy
{
    private const int BufferBytes = 256 << 10;

    /// <summary>Writes a new file, durably but for its name, and gives its length.</summary>
    /// <param name="files">Where.</param>
    /// <param name="to">The path of the new file.</param>
    /// <param name="shown">What it is to become.</param>
    /// <param name="parts">The paths of the parts, and how many of their bytes are valid.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public static void Write(
        IFileSystem files, string to, string shown, IEnumerable<(string Path, long Bytes)> parts, CancellationToken cancellationToken)
    {
        var buffer = new byte[BufferBytes];
        using var target = files.Create(to, locked: true);
        foreach (var (path, bytes) in parts)
        {
            using var part = files.Open(path);
            for (var at = 0L; at < bytes;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var read = part.Read(at, buffer.AsSpan(0, (int)Math.Min(buffer.Length, bytes - at)));
                if (read == 0) throw PartFailures.Damaged(shown, path, bytes, at);
                target.Write(buffer.AsSpan(0, read));
                at += read;
            }
        }

        target.Flush();
    }
}
