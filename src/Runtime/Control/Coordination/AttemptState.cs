using FlowActors.Runtime.Subtasks.Deployment;

namespace FlowActors.Runtime.Control.Coordination;

/// <summary>What a region's attempt is doing, or waits for.</summary>
internal abstract record AttemptState
{
    private AttemptState()
    {
    }

    /// <summary>A coordinator that started anew asks the nodes how far they are.</summary>
    /// <param name="Deadline">When a node that has not answered counts as lost.</param>
    public sealed record Attaching(DateTimeOffset Deadline) : AttemptState;

    /// <summary>The nodes build the graph and register the subtasks' inputs.</summary>
    public sealed record Deploying : AttemptState;

    /// <summary>All inputs are registered; operators are opened.</summary>
    public sealed record Opening : AttemptState;

    /// <summary>All operators are open; records may flow.</summary>
    public sealed record Starting : AttemptState;

    /// <summary>Records flow everywhere, until the last input has ended.</summary>
    public sealed record Running : AttemptState;

    /// <summary>All input has ended; waits for the other regions of the job.</summary>
    public sealed record Ended : AttemptState;

    /// <summary>Results are made visible.</summary>
    public sealed record Committing : AttemptState;

    /// <summary>Everything ended well.</summary>
    public sealed record Finished : AttemptState;

    /// <summary>After a failure or a cancel all subtasks are to end.</summary>
    /// <param name="Deadline">When those that do not are left behind, fenced by their attempt's number.</param>
    public sealed record Stopping(DateTimeOffset Deadline) : AttemptState;

    /// <summary>No subtask is left, or only such as are fenced.</summary>
    public sealed record Stopped : AttemptState;
}

/// <summary>The legal ways through an attempt's life; any other throws.</summary>
internal static class AttemptLife
{
    private static readonly Transitions Legal = new(
        (typeof(AttemptState.Attaching), typeof(AttemptState.Deploying)),
        (typeof(AttemptState.Attaching), typeof(AttemptState.Opening)),
        (typeof(AttemptState.Attaching), typeof(AttemptState.Starting)),
        (typeof(AttemptState.Attaching), typeof(AttemptState.Running)),
        (typeof(AttemptState.Attaching), typeof(AttemptState.Ended)),
        (typeof(AttemptState.Attaching), typeof(AttemptState.Committing)),
        (typeof(AttemptState.Attaching), typeof(AttemptState.Stopping)),
        (typeof(AttemptState.Deploying), typeof(AttemptState.Opening)),
        (typeof(AttemptState.Deploying), typeof(AttemptState.Stopping)),
        (typeof(AttemptState.Opening), typeof(AttemptState.Starting)),
        (typeof(AttemptState.Opening), typeof(AttemptState.Stopping)),
        (typeof(AttemptState.Starting), typeof(AttemptState.Running)),
        (typeof(AttemptState.Starting), typeof(AttemptState.Stopping)),
        (typeof(AttemptState.Running), typeof(AttemptState.Ended)),
        (typeof(AttemptState.Running), typeof(AttemptState.Committing)),
        (typeof(AttemptState.Running), typeof(AttemptState.Stopping)),
        (typeof(AttemptState.Ended), typeof(AttemptState.Committing)),
        (typeof(AttemptState.Ended), typeof(AttemptState.Stopping)),
        (typeof(AttemptState.Committing), typeof(AttemptState.Finished)),
        (typeof(AttemptState.Committing), typeof(AttemptState.Stopping)),
        (typeof(AttemptState.Stopping), typeof(AttemptState.Stopped)));

    /// <summary>The new state.</summary>
    /// <exception cref="InvalidOperationException">The way is not legal.</exception>
    public static AttemptState Move(AttemptId attempt, AttemptState from, AttemptState to) =>
        Legal.Move($"Attempt {attempt}", from, to);
}
