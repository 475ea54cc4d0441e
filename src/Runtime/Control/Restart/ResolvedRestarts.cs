namespace FlowActors.Runtime.Control.Restart;

/// <summary>Which restart strategy counts for a job. Pure.</summary>
internal static class ResolvedRestarts
{
    /// <summary>What the job asked for, else what fits: without checkpoints nothing could restore its state, and none completes between two attempts.</summary>
    /// <param name="asked">What the job asked for; null when it said nothing.</param>
    /// <param name="takesCheckpoints">Whether it takes checkpoints by an interval.</param>
    public static RestartStrategy Of(RestartStrategy? asked, bool takesCheckpoints) => asked switch
    {
        null => takesCheckpoints ? new RestartStrategy.ExponentialDelay() : RestartStrategy.None,
        RestartStrategy.ExponentialDelay s when !takesCheckpoints => s with { AttemptsWithoutCheckpoint = null },
        _ => asked,
    };
}
