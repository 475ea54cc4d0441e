namespace FlowActors.Sinks;

/// <summary>
/// Hands records to an asynchronous callback, in batches: what arrives while all calls that may be under way are waits for the next
/// one, so that batches are small while the callback is fast, and grow to their limit while it is slow.
/// </summary>
/// <param name="callback">Takes a batch that nobody else holds.</param>
/// <param name="batchRecordsMax">Records of a batch at most.</param>
/// <param name="callsMax">Calls of one subtask under way at most.</param>
internal sealed class AsyncCallbackSink<T>(Func<IReadOnlyList<T>, CancellationToken, Task> callback, int batchRecordsMax, int callsMax) : Sink<T>
{
    public override SinkWriter<T> CreateWriter() => new AsyncCallbackWriter<T>(callback, batchRecordsMax, callsMax);
}
