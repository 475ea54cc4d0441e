namespace FlowActors.Sources;

/// <summary>
/// A range of one file: the lines whose first byte lies in it, whose last one may reach beyond its end.
/// </summary>
/// <param name="File">The file.</param>
/// <param name="Start">The first byte.</param>
/// <param name="End">The byte behind the last; <see cref="ToEndOfFile"/> where the file is read as a whole.</param>
internal readonly record struct FileSplit(InputFile File, long Start, long End)
{
    public const long ToEndOfFile = long.MaxValue;

    /// <summary>How long the file must be at least to hold the split.</summary>
    public long LengthMin => End == ToEndOfFile ? File.Length : End;
}
