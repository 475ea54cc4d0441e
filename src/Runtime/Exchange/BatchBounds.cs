namespace FlowActors.Runtime.Exchange;

/// <summary>How large the batches of one edge at one sender become: with many channels less than they could, so that those that are open
/// at the same time do not add up.</summary>
/// <param name="BatchBytes">After how many bytes a batch closes.</param>
/// <param name="MessageBytes">After how many bytes a message to another node leaves.</param>
/// <param name="PooledBatchesMax">How many batches that come back are kept.</param>
/// <param name="PooledBytesMax">How many bytes they may have.</param>
internal sealed record BatchBounds(int BatchBytes, int MessageBytes, int PooledBatchesMax, long PooledBytesMax)
{
    /// <summary>A batch is worth its way from this size on, whatever the number of channels.</summary>
    public const int BatchBytesMin = 1024;

    private const int BatchesPerMessage = 4;

    /// <summary>The bounds for so many channels, each with a batch of its own.</summary>
    public static BatchBounds Of(int channels, ExchangeSettings settings)
    {
        var least = Math.Min(BatchBytesMin, settings.BatchBytesMax);
        var batch = Math.Clamp(settings.OpenBytesPerOutput / channels, least, settings.BatchBytesMax);
        return Of(channels, batch, settings);
    }

    /// <summary>The bounds for so many channels that share each batch.</summary>
    public static BatchBounds Shared(int channels, ExchangeSettings settings) => Of(channels, settings.BatchBytesMax, settings);

    private static BatchBounds Of(int channels, int batch, ExchangeSettings settings)
    {
        // Those that are under way, one that is open and one that waits for a credit.
        var pooled = channels * (settings.CreditsPerChannel + 2);
        var message = (int)Math.Min(BatchesPerMessage * (long)batch, Transport.Frames.FrameHeader.PayloadMax);
        return new BatchBounds(batch, message, pooled, (long)pooled * batch);
    }
}
