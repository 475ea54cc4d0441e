namespace FlowActors.Functions;

/// <summary>
/// Says how far the event time of a stream is, from its records (punctuated), from time to time (periodic), or both. Each split of a source,
/// and each subtask behind <c>AssignTimestampsAndWatermarks</c>, has its own. Used on the subtask's thread, never concurrently.
/// </summary>
/// <remarks>
/// Its fields are not part of checkpoints. After a restore a new one begins, and the watermark that the stream had reached stands: what it
/// emits below that does nothing.
/// </remarks>
/// <typeparam name="T">The records.</typeparam>
public interface IWatermarkGenerator<in T>
{
    /// <summary>A record has been emitted. A watermark that is emitted here stands right behind it.</summary>
    /// <param name="value">The record.</param>
    /// <param name="timestamp">Its event time in ms, after the timestamp assigner; <see cref="Timestamps.None"/> where it has none.</param>
    /// <param name="output">Takes watermarks; good for as long as the generator is.</param>
    void OnEvent(T value, long timestamp, IWatermarkOutput output);

    /// <summary>
    /// Called once in each watermark interval (200 ms of processing time, unless the job or the node says otherwise), between two records, whether
    /// records have come or not.
    /// </summary>
    /// <param name="output">Takes watermarks.</param>
    void OnPeriodicEmit(IWatermarkOutput output);
}

/// <summary>Takes what a <see cref="IWatermarkGenerator{T}"/> says about event time. Used on the subtask's thread, in its calls.</summary>
public interface IWatermarkOutput
{
    /// <summary>No record at or below this time follows. One that goes back is ignored and counted as <c>numLateWatermarks</c>. Ends idleness.</summary>
    /// <param name="timestamp">In ms; <see cref="Timestamps.MaxWatermark"/> ends event time.</param>
    void EmitWatermark(long timestamp);

    /// <summary>The stream is idle, so that it does not hold event time back, until the next watermark or <see cref="MarkActive"/>.</summary>
    void MarkIdle();

    /// <summary>The stream is active again.</summary>
    void MarkActive();
}
