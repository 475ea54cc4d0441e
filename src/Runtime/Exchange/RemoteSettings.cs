namespace FlowActors.Runtime.Exchange;

/// <summary>The bounds of channels between nodes.</summary>
/// <param name="Credits">Batches that may be under way on one channel.</param>
/// <param name="PieceBytes">What is sent of a batch at once, unless a single record is larger.</param>
/// <param name="MessageBytesMax">The longest message, and with it the largest record.</param>
internal sealed record RemoteSettings(int Credits, int PieceBytes, int MessageBytesMax)
{
    /// <summary>
    /// Batches close by an estimate that may be half of the truth, so up to twice the bytes is one piece. A piece, its prefix and
    /// its header must fit into a message.
    /// </summary>
    public static RemoteSettings From(ExchangeSettings settings) => new(
        settings.RemoteCreditsPerChannel,
        (int)Math.Min(2L * settings.BatchBytesMax, settings.MessageBytesMax / 2),
        settings.MessageBytesMax);
}
