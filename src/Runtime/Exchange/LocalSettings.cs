namespace FlowActors.Runtime.Exchange;

/// <summary>The bounds of channels within a node.</summary>
/// <param name="Credits">Batches that may be under way on one channel.</param>
/// <param name="Bytes">Bytes that those beyond the first may take on a channel whose input has no budget.</param>
internal sealed record LocalSettings(int Credits, long Bytes)
{
    /// <summary>The bounds that the settings say.</summary>
    public static LocalSettings From(ExchangeSettings settings) =>
        new(settings.CreditsPerChannel, (long)settings.CreditsPerChannel * settings.BatchBytesMax);
}
