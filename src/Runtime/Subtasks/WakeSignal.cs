namespace FlowActors.Runtime.Subtasks;

/// <summary>
/// Coalesces wake-ups: any number of them before a run lead to one run, and one during a run leads to another.
/// </summary>
internal sealed class WakeSignal
{
    private const int Resting = 0;
    private const int Running = 1;
    private const int Raised = 2;
    private int _state = Raised;

    /// <summary>There may be something to do; from any thread.</summary>
    /// <returns>True when the caller must schedule a run.</returns>
    public bool Raise() => Interlocked.Exchange(ref _state, Raised) == Resting;

    /// <summary>A run starts: what is raised from here on is not yet seen by it.</summary>
    public void RunStarts() => Interlocked.Exchange(ref _state, Running);

    /// <summary>A run has found nothing more to do.</summary>
    /// <returns>False when something was raised meanwhile; then the run must be repeated.</returns>
    public bool TryRest() => Interlocked.CompareExchange(ref _state, Resting, Running) == Running;
}
