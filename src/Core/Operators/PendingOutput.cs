using System.Runtime.CompilerServices;

namespace FlowActors.Operators;

/// <summary>
/// Results of one operator that may be more than an output takes: a loop of the engine, which stops when the quantum says so and
/// goes on in a later run. Used on the subtask's thread.
/// </summary>
/// <param name="context">The operator's surroundings; its <see cref="IStreamOperator.Resume"/> calls <see cref="Resume"/>.</param>
/// <param name="emitNext">Emits one result; false when none was left.</param>
internal sealed class PendingOutput(OperatorContext context, Func<bool> emitNext)
{
    private readonly RunQuantum _quantum = context.Quantum;

    /// <summary>True while results are left.</summary>
    public bool IsPending { get; private set; }

    /// <summary>There are results: emits them as far as it may, and leaves the rest to <see cref="Resume"/>.</summary>
    public void Start()
    {
        IsPending = true;
        if (Resume() != Progress.Done) context.Suspend();
    }

    /// <summary>There are results, all of which are left to <see cref="Resume"/>: for who is told so where nothing may be emitted.</summary>
    public void StartLater()
    {
        IsPending = true;
        context.Suspend();
    }

    /// <summary>Goes on.</summary>
    public Progress Resume()
    {
        while (IsPending)
        {
            if (_quantum.ShouldYield()) return _quantum.Stop;
            IsPending = emitNext();
        }

        return Progress.Done;
    }

    /// <summary>
    /// An element has come: emits all that is left before it, beyond what outputs take. Only user code further up, which has emitted
    /// something else in the same call, brings one while something is left, and must not overtake it.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void FinishFirst()
    {
        if (IsPending) Finish();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Finish()
    {
        while (IsPending)
        {
            // Results may have no end, and where they leave by no output nothing else would stop this.
            if (_quantum.HasEnded) throw new OperationCanceledException("The attempt has ended.");
            IsPending = emitNext();
        }
    }
}
