namespace FlowActors.Runtime.Subtasks.Dispatching;

/// <summary>How many threads a dispatcher has, and when; its keys of the same names.</summary>
/// <param name="Threads">How many run at once; 0 for as many as there are cores.</param>
/// <param name="SpareThreadsMax">How many may be added while others are blocked.</param>
/// <param name="BlockedAfter">After how long inside one run a thread counts as blocked.</param>
/// <param name="IdleTimeout">After how long without work a thread ends.</param>
internal sealed record DispatcherSettings(int Threads, int SpareThreadsMax, TimeSpan BlockedAfter, TimeSpan IdleTimeout)
{
    /// <summary>How many run at once, from 1.</summary>
    public int Threads { get; } = Threads > 0 ? Threads : Environment.ProcessorCount;
}
