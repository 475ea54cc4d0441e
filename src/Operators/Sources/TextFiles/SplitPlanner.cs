namespace FlowActors.Sources;

/// <summary>
/// Gives each subtask its splits. Split i of file f goes to subtask (f + i) modulo parallelism: which splits a subtask has
/// does not depend on the lengths of other files, so nodes that saw a file grow still agree on the rest.
/// </summary>
internal static class SplitPlanner
{
    public static IEnumerable<FileSplit> Plan(IReadOnlyList<InputFile> files, long splitBytes, int subtask, int parallelism)
    {
        for (var f = 0; f < files.Count; f++)
        {
            var (path, length) = files[f];
            var size = parallelism == 1 ? Math.Max(length, 1) : splitBytes;
            var start = SplitOf(subtask - f, parallelism) * size;
            // Empty files may be pipes, or files without a length such as those of the system: read to where they end.
            if (length == 0 && start == 0) yield return new FileSplit(path, 0, FileSplit.ToEndOfFile);
            for (; start < length; start += size * parallelism)
                yield return new FileSplit(path, start, Math.Min(start + size, length));
        }
    }

    private static long SplitOf(int subtask, int parallelism) => ((subtask % parallelism) + parallelism) % parallelism;
}
