namespace FlowActors.Runtime.Control.Restart;

/// <summary>What a restart strategy says to a failure.</summary>
internal abstract record RestartDecision
{
    private RestartDecision()
    {
    }

    /// <summary>Start another attempt after the delay.</summary>
    public sealed record Restart(TimeSpan Delay) : RestartDecision;

    /// <summary>The job has failed.</summary>
    /// <param name="Reason">Why there is no other attempt.</param>
    public sealed record GiveUp(string Reason) : RestartDecision;
}
