namespace FlowActors;

internal static class ParallelismRules
{
    public static void CheckParallelism(int parallelism)
    {
        if (parallelism is < 1 or > KeyGroups.MaxParallelismUpperBound)
            throw new JobValidationException(
                $"A parallelism of {parallelism} is not possible: it must be between 1 and {KeyGroups.MaxParallelismUpperBound}.");
    }

    public static void CheckMaxParallelism(int maxParallelism)
    {
        if (maxParallelism is < 1 or > KeyGroups.MaxParallelismUpperBound)
            throw new JobValidationException(
                $"A max parallelism of {maxParallelism} is not possible: it must be between 1 and {KeyGroups.MaxParallelismUpperBound}.");
    }
}
