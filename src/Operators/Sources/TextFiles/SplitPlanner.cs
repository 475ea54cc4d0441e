namespace FlowActors.Sources;

/// <summary>Cuts files into splits, in the order of the files and of the bytes.</summary>
internal static class SplitPlanner
{
    public static IEnumerable<FileSplit> Plan(IEnumerable<InputFile> files, long splitBytes, int parallelism) =>
        files.SelectMany(f => f.HasRanges ? Ranges(f, parallelism == 1 ? f.Length : Math.Min(splitBytes, f.Length)) : [new FileSplit(f, 0, FileSplit.ToEndOfFile)]);

    /// <summary>Standard input is that of the process that runs subtask 0.</summary>
    public static bool MayRead(FileSplit split, int subtask) => subtask == 0 || split.File.Path != InputFile.StandardInputPath;

    private static IEnumerable<FileSplit> Ranges(InputFile file, long size)
    {
        for (var start = 0L; start < file.Length; start += size) yield return new FileSplit(file, start, size < file.Length - start ? start + size : file.Length);
    }
}
