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

/// <summary>The first channel, which may be the only one.</summary>
internal sealed class FirstChannel<T> : ChannelChoice<T>
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

/// <summary>
/// A random channel, by the generator SplitMix64: a few steps and one word of state. The seed is that of the edge and the sender, so that
/// senders, and edges one behind the other, do not choose alike.
/// </summary>
internal sealed class RandomChannels<T>(int edge, int sender) : ChannelChoice<T>
{
    private ulong _state = Mixed(((ulong)(uint)edge << 32) | (uint)sender);
    private uint _channels;

    public override void Connect(int channels) => _channels = (uint)channels;

    public override int Choose(T value, out int keyHash)
    {
        keyHash = 0;
        _state += 0x9E3779B97F4A7C15;
        // The upper half as a fraction of the channels: no division.
        return (int)(((Mixed(_state) >> 32) * _channels) >> 32);
    }

    private static ulong Mixed(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
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
