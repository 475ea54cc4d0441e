using System.Text;
using FlowActors.Paths;

namespace FlowActors.Sources;

/// <summary>One file, pipe or device to read, as it was when it was found.</summary>
/// <param name="Path">Its path as it was named or found; <see cref="StandardInputPath"/> for standard input.</param>
/// <param name="Status">What it is.</param>
/// <param name="HasRanges">
/// Whether its ranges can be read on their own: it has a length, is in UTF-8 and not compressed. If not, it is read from its beginning to
/// its end.
/// </param>
internal readonly record struct InputFile(string Path, PathStatus Status, bool HasRanges)
{
    public const string StandardInputPath = "-";

    /// <summary>Standard input, which is the same as what the system's names for it lead to.</summary>
    public static FoundFile StandardInput { get; } = new(
        StandardInputPath, new PathStatus(PathKind.Pipe, StandardInputIdentity(), 0, IsSized: false));

    /// <summary>Its length, 0 if it has none.</summary>
    public long Length => Status.IsSized ? Status.Length : 0;

    /// <summary>Whether its bytes pass by only once and nobody knows how many there will be.</summary>
    public bool IsStream => Status.Kind != PathKind.File;

    /// <summary>Looks into a file; what passes by once is not touched.</summary>
    /// <exception cref="JobValidationException">It cannot be read, or is no text in that encoding, or no gzip although it is called so.</exception>
    public static InputFile Of(FoundFile found, Encoding? encoding)
    {
        var whole = new InputFile(found.Path, found.Status, HasRanges: false);
        if (found.Status.Kind != PathKind.File) return whole;
        try
        {
            if (!found.Status.IsSized)
            {
                if (found.Status.Length == 0) GzipHead.IsGzip([], found.Path);
                return whole;
            }

            var head = TextHead.Read(found.Path);
            var isGzip = GzipHead.IsGzip(head, found.Path);
            if (isGzip) head = GzipHead.ReadText(found.Path, found.Status.Length);
            var itsEncoding = TextHead.EncodingOf(head, encoding, found.Path);
            return whole with { HasRanges = !isGzip && TextHead.IsUtf8(itsEncoding) };
        }
        catch (GzipException e)
        {
            throw InputRefusal.GzipIsDamaged(found.Path, e);
        }
        catch (InvalidDataException e)
        {
            throw InputRefusal.IsNoText(e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw InputRefusal.FileCannotBeRead(found.Path, e);
        }
    }

    private static PathIdentity StandardInputIdentity()
    {
        var named = default(PathStatus);
        try
        {
            if (OperatingSystem.IsLinux()) named = PathStatus.Of("/dev/stdin");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It has no name then, and cannot be named a second time.
        }

        return named.Kind == PathKind.Nothing ? new PathIdentity(0, 0, StandardInputPath) : named.Identity;
    }
}
