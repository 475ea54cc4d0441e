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
            var file = files[f];
            var split = SplitOf(subtask - f, parallelism);
            if (!file.HasRanges)
            {
                if (split == 0) yield return new FileSplit(file, 0, FileSplit.ToEndOfFile);
                continue;
            }

            var size = parallelism == 1 ? file.Length : Math.Min(splitBytes, file.Length);
            for (var start = split * size; start < file.Length; start += size * parallelism)
                yield return new FileSplit(file, start, Math.Min(start + size, file.Length));
        }
    }

    private static long SplitOf(int subtask, int parallelism) => ((subtask % parallelism) + parallelism) % parallelism;
}
