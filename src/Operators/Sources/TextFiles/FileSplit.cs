namespace FlowActors.Sources;

/// <summary>
/// A range of one file: the lines whose first byte lies in it, whose last one may reach beyond its end.
/// </summary>
/// <param name="File">The file.</param>
/// <param name="Start">
/// The first byte. Where the file is read as a whole it is the first of a line, counted in the file's form as UTF-8.
/// </param>
/// <param name="End">The byte behind the last; <see cref="ToEndOfFile"/> where the file is read as a whole.</param>
internal readonly record struct FileSplit(InputFile File, long Start, long End)
{
    public const long ToEndOfFile = long.MaxValue;

    // The end tells the ranges of a file apart, and stays while the start moves on.
    public string SplitId => IsWhole ? File.Path : $"{File.Path}-{End}";

    /// <summary>True where the file is read as a whole, one byte after the other.</summary>
    public bool IsWhole => End == ToEndOfFile;

    /// <summary>How long the file must be at least to hold the split.</summary>
    public long LengthMin => IsWhole ? File.Length : End;
}
