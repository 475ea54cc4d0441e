namespace FlowActors.Serialization;

internal static class FixedWidth
{
    /// <summary>How many values of that size may be written before a position; one at least, where there is one.</summary>
    public static int CountWithin(ByteWriter writer, int positionMax, int size, int count) =>
        Math.Min(count, Math.Max(1, (positionMax - writer.Position) / size));
}
