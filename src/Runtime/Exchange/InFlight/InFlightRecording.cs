namespace FlowActors.Runtime.Exchange.InFlight;

/// <summary>
/// What is under way at one subtask as a barrier overtakes it: its outputs as they are then, and of each input channel what lies before its
/// barrier. Used on the subtask's thread.
/// </summary>
/// <param name="checkpoint">The barrier's number.</param>
internal sealed class InFlightRecording(long checkpoint)
{
    private readonly List<(ChannelId Channel, ChannelRecording Recording)> _inputs = [];
    private readonly List<(ChannelId Channel, ChannelData Data)> _whole = [];

    /// <summary>The barrier's number.</summary>
    public long Checkpoint => checkpoint;

    /// <summary>True once it was cancelled: what it held is let go.</summary>
    public bool IsCancelled { get; private set; }

    /// <summary>True when all barriers have come.</summary>
    public bool IsComplete => _inputs.TrueForAll(i => i.Recording.IsComplete);

    /// <summary>How many records there are so far.</summary>
    public long Records => Data.Sum(d => d.Data.Records);

    /// <summary>What was recorded so far, in the order in which it is put back.</summary>
    public IEnumerable<(ChannelId Channel, ChannelData Data)> Data =>
        _whole.Where(w => w.Channel.IsAhead).Concat(_inputs.Select(i => (i.Channel, i.Recording.Data))).Concat(_whole.Where(w => !w.Channel.IsAhead));

    /// <summary>Goes on with an input channel until its barrier comes.</summary>
    public void Add(ChannelId channel, ChannelRecording recording) => _inputs.Add((channel, recording));

    /// <summary>Adds what is known as a whole.</summary>
    public void Add(ChannelId channel, ChannelData data)
    {
        if (IsCancelled) data.Release();
        else _whole.Add((channel, data));
    }

    /// <summary>Nobody needs it any more.</summary>
    public void Release()
    {
        if (IsCancelled) return;
        IsCancelled = true;
        foreach (var (_, recording) in _inputs)
        {
            recording.End();
            recording.Data.Release();
        }

        foreach (var (_, data) in _whole) data.Release();
        _whole.Clear();
    }
}
