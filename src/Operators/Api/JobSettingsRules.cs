using FlowActors.Graph;

namespace FlowActors;

/// <summary>Checks settings as a whole when a graph is built: a record of settings can be made without the environment's methods.</summary>
internal static class JobSettingsRules
{
    /// <exception cref="JobValidationException">A setting is not possible.</exception>
    public static void Check(JobSettings settings)
    {
        ParallelismRules.CheckParallelism(settings.Parallelism, "the program");
        if (settings.MaxParallelism is { } max) ParallelismRules.CheckMaxParallelism(max, "the program");
        if (settings.FlushInterval < TimeSpan.Zero)
            throw new JobValidationException($"A flush interval of {settings.FlushInterval} is not possible: it must be 0 or more.");
        if (settings.WatermarkInterval < TimeSpan.FromMilliseconds(1))
            throw new JobValidationException($"A watermark interval of {settings.WatermarkInterval} is not possible: it must be 1 ms or more.");
        CheckpointConfigRules.Check(settings.Checkpoints);
        if (settings.RestartStrategy is { } restarts) RestartStrategyRules.Check(restarts);
    }
}
