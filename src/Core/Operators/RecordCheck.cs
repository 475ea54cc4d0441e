namespace FlowActors.Operators;

/// <summary>
/// Finds records that change on their way from one operator to another; there only where records are checked and can change.
/// Used by one thread at a time.
/// </summary>
/// <param name="printer">Takes the prints.</param>
/// <param name="emitter">The operator that emits the records; several where the stream is a union.</param>
/// <param name="receiver">The operator that receives them.</param>
internal sealed class RecordCheck<T>(RecordPrinter<T> printer, string emitter, string receiver)
{
    /// <summary>The print of a record as it is now.</summary>
    public int Print(T value) => printer.Print(value);

    /// <summary>The receiver gets the record, which was emitted with that print.</summary>
    /// <exception cref="RecordChangedException">It is not as it was.</exception>
    public void OnArrival(T value, int print) => Verify(value, print, $"before operator '{receiver}' received it");

    /// <summary>The receiver has returned.</summary>
    /// <exception cref="RecordChangedException">It is not as it was.</exception>
    public void OnReturn(T value, int print) => Verify(value, print, $"while operator '{receiver}' worked on it");

    /// <summary>The receiver has kept the record and shows it now.</summary>
    /// <exception cref="RecordChangedException">It is not as it was.</exception>
    public void OnShow(T value, int print) => Verify(value, print, $"after operator '{receiver}' had taken it");

    private void Verify(T value, int print, string when)
    {
        if (print == RecordPrinter<T>.None || printer.Print(value) == print) return;
        throw new RecordChangedException(
            $"A record of type {typeof(T).Name} that operator '{emitter}' emitted was changed {when}. Within a node records travel by " +
            "reference, so nobody may change one after it was emitted: emit a new object for each record, and let an operator that " +
            "wants to change what it was given change a copy. (The check is CheckRecords of the environment and " +
            "flowactors.exchange.check-records.)");
    }
}
