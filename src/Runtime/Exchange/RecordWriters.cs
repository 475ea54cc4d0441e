namespace FlowActors.Runtime.Exchange;

/// <summary>To the first channel: the only one of a forward edge, that to subtask 0 of a global one.</summary>
internal sealed class FirstWriter<T> : RecordWriter<T>
{
    private ChannelWriter<T>? _channel;

    public override void Connect(ChannelWriter<T>[] channels)
    {
        base.Connect(channels);
        _channel = channels[0];
    }

    public override void Collect(T value, long timestamp) => _channel!.Add(value, timestamp);
}

/// <summary>To the channels in turn.</summary>
internal sealed class RebalanceWriter<T>(ChannelsInTurn<T> turn) : RecordWriter<T>
{
    public override void Connect(ChannelWriter<T>[] channels)
    {
        base.Connect(channels);
        turn.Connect(channels.Length);
    }

    public override void Collect(T value, long timestamp) => Channels[turn.Choose(value, out _)].Add(value, timestamp);
}

/// <summary>To a random channel.</summary>
internal sealed class ShuffleWriter<T>(RandomChannels<T> choice) : RecordWriter<T>
{
    public override void Connect(ChannelWriter<T>[] channels)
    {
        base.Connect(channels);
        choice.Connect(channels.Length);
    }

    public override void Collect(T value, long timestamp) => Channels[choice.Choose(value, out _)].Add(value, timestamp);
}

/// <summary>To the channel that a function of the user's says.</summary>
internal sealed class CustomWriter<T>(CustomChannels<T> choice, SelectorCursor cursor) : RecordWriter<T>
{
    public override void Connect(ChannelWriter<T>[] channels)
    {
        base.Connect(channels);
        choice.Connect(channels.Length);
    }

    public override void Collect(T value, long timestamp)
    {
        cursor.Enter();
        var channel = choice.Choose(value, out _);
        cursor.Leave();
        Channels[channel].Add(value, timestamp);
    }
}

/// <summary>To the owner of the key, whose hash goes along.</summary>
internal sealed class KeyHashWriter<T, TKey>(KeyChannels<T, TKey> keys, SelectorCursor cursor) : RecordWriter<T>
{
    public override void Connect(ChannelWriter<T>[] channels)
    {
        base.Connect(channels);
        keys.Connect(channels.Length);
    }

    public override void Collect(T value, long timestamp)
    {
        cursor.Enter();
        var channel = keys.Choose(value, out var hash);
        cursor.Leave();
        Channels[channel].Add(value, timestamp, hash);
    }
}
