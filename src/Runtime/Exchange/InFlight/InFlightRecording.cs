namespace FlowActors.Runtime.Exchange.InFlight;

/// <summary>
/// What is under way at one subtask, while it is recorded: its outputs as they were when the recording began, and of each input channel
/// what lies before its barrier.
/// </summary>
/// <param name="checkpoint">The barrier's number; null for what was there at the beginning.</param>
/// <param name="inputs">By channel, numbered through all inputs.</param>
/// <param name="outputs">By channel, numbered through all outputs.</param>
internal sealed class InFlightRecording(long? checkpoint, IReadOnlyList<ChannelRecording> inputs, IReadOnlyList<ChannelData> outputs)
{
    /// <summary>The barrier's number; null for what was there at the beginning.</summary>
    public long? Checkpoint => checkpoint;

    /// <summary>True once it was cancelled: what it held is let go.</summary>
    public bool IsCancelled { get; private set; }

    /// <summary>True when all barriers have come.</summary>
    public bool IsComplete => inputs.All(i => i.IsComplete);

    /// <summary>What was recorded so far; whoever asks releases it.</summary>
    public InFlightData Data => new([.. inputs.Select(i => i.Data)], outputs);

    /// <summary>Nobody needs it any more.</summary>
    public void Cancel()
    {
        if (IsCancelled) return;
        IsCancelled = true;
        foreach (var input in inputs) input.End();
        Data.Release();
    }
}
