namespace FlowActors.Serialization;

public sealed partial class ByteWriter
{
    private int _depth;

    /// <summary>Enters a value of a recursive type; false at the limit. Paired with <see cref="Leave"/>.</summary>
    internal bool TryEnter() => _depth < DepthLimit.Max && ++_depth > 0;

    internal void Leave() => _depth--;
}
