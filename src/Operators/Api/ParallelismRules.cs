using System.Globalization;
using FlowActors.Graph;

namespace FlowActors;

internal static class ParallelismRules
{
    public static void CheckParallelism(int parallelism, StreamNode node)
    {
        CheckParallelism(parallelism, $"operator '{node.Name}'");
        if (node.IsNonParallel && parallelism != 1)
            throw new JobValidationException($"Operator '{node.Name}' works in one subtask only; a parallelism of {parallelism} is not possible.");
    }

    public static void CheckParallelism(int parallelism, string owner)
    {
        if (parallelism is < 1 or > KeyGroups.MaxParallelismUpperBound)
            throw new JobValidationException(string.Create(
                CultureInfo.InvariantCulture,
                $"A parallelism of {parallelism} is not possible for {owner}: it must be between 1 and {KeyGroups.MaxParallelismUpperBound}."));
    }

    public static void CheckMaxParallelism(int maxParallelism, string owner)
    {
        if (maxParallelism is < 1 or > KeyGroups.MaxParallelismUpperBound)
            throw new JobValidationException(string.Create(
                CultureInfo.InvariantCulture,
                $"A max parallelism of {maxParallelism} is not possible for {owner}: it must be between 1 and {KeyGroups.MaxParallelismUpperBound}."));
    }
}
