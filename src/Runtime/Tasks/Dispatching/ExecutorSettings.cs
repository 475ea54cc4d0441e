namespace FlowActors.Runtime.Tasks.Dispatching;

/// <summary>How many threads an executor has, and when; the keys of a dispatcher of the same names.</summary>
/// <param name="Threads">How many run at once, from 1.</param>
/// <param name="SpareMax">How many may be added while others are blocked.</param>
/// <param name="BlockedAfter">After how long inside one run a thread counts as blocked.</param>
/// <param name="IdleTimeout">After how long without work a thread ends.</param>
internal sealed record ExecutorSettings(int Threads, int SpareMax, TimeSpan BlockedAfter, TimeSpan IdleTimeout);
