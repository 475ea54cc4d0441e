namespace FlowActors.Runtime.Exchange;

/// <summary>Chooses the channel of each record of one sender; may keep a position. Used on the sender's thread.</summary>
internal abstract class ChannelChoice<T>
{
    /// <summary>True when the choice is by a hash of the record's key that is worth sending along.</summary>
    public virtual bool HasKeyHash => false;

    /// <summary>Says how many channels there are, before the first record and whenever that changes.</summary>
    public abstract void Connect(int channels);

    /// <summary>The channel, from 0, and the stable hash of the (normalised) key where there is one.</summary>
    public abstract int Choose(T value, out int keyHash);
}

/// <summary>The only channel.</summary>
internal sealed class OnlyChannel<T> : ChannelChoice<T>
{
    public override void Connect(int channels)
    {
    }

    public override int Choose(T value, out int keyHash) => keyHash = 0;
}

/// <summary>One channel after the other; each sender begins at another one.</summary>
internal sealed class ChannelsInTurn<T>(int sender) : ChannelChoice<T>
{
    private int _channels;
    private int _next;

    public override void Connect(int channels)
    {
        _channels = channels;
        _next = sender % channels;
    }

    public override int Choose(T value, out int keyHash)
    {
        keyHash = 0;
        var chosen = _next;
        _next = chosen + 1 == _channels ? 0 : chosen + 1;
        return chosen;
    }
}

/// <summary>The channel that a function of the user's says.</summary>
/// <param name="choose">The function.</param>
/// <param name="place">Where the edge lies, for errors: <c>between 'Map' and 'Count'</c>.</param>
internal sealed class CustomChannels<T>(Func<T, int, int> choose, string place) : ChannelChoice<T>
{
    private int _channels;

    public override void Connect(int channels) => _channels = channels;

    public override int Choose(T value, out int keyHash)
    {
        keyHash = 0;
        var chosen = choose(value, _channels);
        if ((uint)chosen >= (uint)_channels) Throw(chosen);
        return chosen;
    }

    private void Throw(int chosen) => throw new InvalidOperationException(string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"The partitioner {place} gave the subtask {chosen} of {_channels}: it must give a number from 0 to {_channels - 1}."));
}
