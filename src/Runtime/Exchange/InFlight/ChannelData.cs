using FlowActors.Elements;

namespace FlowActors.Runtime.Exchange.InFlight;

/// <summary>What is under way at one end of a channel, in its order.</summary>
internal abstract class ChannelData
{
    /// <summary>How many records there are.</summary>
    public abstract long Records { get; }

    /// <summary>Nobody needs it any more.</summary>
    public abstract void Release();
}

/// <param name="batches">The batches, which are held until they are released.</param>
internal sealed class ChannelData<T>(List<Batch<T>> batches) : ChannelData
{
    /// <summary>The batches, in order.</summary>
    public IReadOnlyList<Batch<T>> Batches => batches;

    public override long Records => batches.Sum(b => (long)b.Count);

    public override void Release()
    {
        foreach (var batch in batches) batch.Release();
        batches.Clear();
    }
}
