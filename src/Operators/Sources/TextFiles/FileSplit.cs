namespace FlowActors.Sources;

/// <summary>
/// A range of one file: the lines whose first byte lies in it, whose last one may reach beyond its end.
/// </summary>
/// <param name="Path">The file.</param>
/// <param name="Start">The first byte.</param>
/// <param name="End">The byte behind the last; <see cref="ToEndOfFile"/> where the length is not known.</param>
internal readonly record struct FileSplit(string Path, long Start, long End)
{
    public const long ToEndOfFile = long.MaxValue;
}
