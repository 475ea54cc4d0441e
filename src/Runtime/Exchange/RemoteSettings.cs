namespace FlowActors.Runtime.Exchange;

/// <summary>The bounds of channels between nodes.</summary>
/// <param name="CreditsPerChannel">Batches that may be under way on one channel.</param>
/// <param name="CreditsPerInput">Batches that may be under way to one input, unless its channels are so many that two for each are more.</param>
/// <param name="PieceBytes">What is sent of a batch at once, unless a single record is larger.</param>
/// <param name="MessageBytesMax">The longest message, and with it the largest record.</param>
internal sealed record RemoteSettings(int CreditsPerChannel, int CreditsPerInput, int PieceBytes, int MessageBytesMax)
{
    // One that is read while the credit of the other is on its way.
    private const int Least = 2;

    /// <summary>
    /// Batches close by an estimate that may be half of the truth, so up to twice the bytes is one piece. A piece, its prefix and
    /// its header must fit into a message.
    /// </summary>
    public static RemoteSettings From(ExchangeSettings settings) => new(
        settings.RemoteCreditsPerChannel,
        settings.RemoteCreditsPerInput,
        (int)Math.Min(2L * settings.BatchBytesMax, settings.MessageBytesMax / 2),
        settings.MessageBytesMax);

    /// <summary>The credits of each channel of an input that has so many: both ends know it without a word.</summary>
    public int CreditsOf(int channels) => Math.Min(CreditsPerChannel, Math.Max(Least, CreditsPerInput / channels));
}
