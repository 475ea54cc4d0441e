namespace FlowActors.Threading;

/// <summary>
/// Around everything that the engine does on a thread of user code for somebody else: wakes another subtask, hands bytes to a
/// connection that many share. An interrupt there would end the other's work halfway: a mailbox that is marked as scheduled and
/// is not, for one, never runs again. So interrupts wait for the end of the shield. Costs two locks of the thread's own; once
/// for a batch at most, never for a record. Nothing on threads that run no user code.
/// </summary>
internal readonly ref struct InterruptShield : IDisposable
{
    private readonly InterruptGuard? _guard;

    private InterruptShield(InterruptGuard? guard) => _guard = guard;

    /// <summary>Holds interrupts of the present thread back until the result is disposed.</summary>
    public static InterruptShield Raise()
    {
        var guard = InterruptGuard.Current;
        guard?.RaiseShield();
        return new InterruptShield(guard);
    }

    public void Dispose() => _guard?.LowerShield();
}
