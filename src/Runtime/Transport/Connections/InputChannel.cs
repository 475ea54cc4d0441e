using FlowActors.Runtime.Transport.Frames;

namespace FlowActors.Runtime.Transport.Connections;

/// <summary>
/// The receiving end of one channel. Messages are put together on the read loop of its connection; grants, failure at disposal
/// and unregistering come from other threads, so the state changes by compare-and-swap.
/// </summary>
internal sealed class InputChannel(InputTable table, ChannelAddress address, IFrameInput input) : IFrameInputHandle
{
    private readonly MessageAssembly _assembly = new(table.MessageBytesMax);
    private int _state = (int)InputState.Waiting;
    private IncomingConnection? _connection;
    private uint _expected;
    private int _granted;

    public ChannelAddress Address => address;

    public InputState State => (InputState)Volatile.Read(ref _state);

    /// <summary>Whether the connection has noted that credits are to be sent; guarded by the connection's lock.</summary>
    public bool IsGrantNoted { get; set; }

    public bool TryBind(IncomingConnection connection)
    {
        if (!TryMove(InputState.Waiting, InputState.Open)) return false;
        _expected = 1;

        // Grant adds and then reads the connection; this sets the connection and then reads the sum. One of both sees the other.
        Interlocked.Exchange(ref _connection, connection);
        if (Volatile.Read(ref _granted) > 0) connection.NoteGrant(this);
        return true;
    }

    public void Grant(int credits)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(credits);
        Interlocked.Add(ref _granted, credits);
        Volatile.Read(ref _connection)?.NoteGrant(this);
    }

    public int TakeGranted() => Interlocked.Exchange(ref _granted, 0);

    /// <summary>Takes the next frame; a whole message goes to the input.</summary>
    /// <param name="header">The frame's.</param>
    /// <param name="payload">Owned from here on.</param>
    /// <param name="freed">The bytes of the window that are free again, also when the channel fails.</param>
    /// <returns>Null, or why the channel cannot go on.</returns>
    public string? Accept(in FrameHeader header, FrameBuffer payload, out int freed)
    {
        freed = FrameHeader.Size + header.Length + _assembly.WireBytes;
        if (CheckSequence(header) is { } gap) return gap;
        if (!_assembly.TryAdd(header, payload)) return $"a message is longer than the maximum of {table.MessageBytesMax} bytes";
        if (!header.IsLast)
        {
            freed = 0;
            return null;
        }

        try
        {
            input.OnMessage(header.Kind, _assembly.Take());
            return null;
        }
        catch (Exception failure)
        {
            return $"the receiver threw {failure.GetType().Name}: {failure.Message}";
        }
    }

    /// <summary>Takes the sender's close; returns null, or why it is a failure.</summary>
    public string? End(in FrameHeader header)
    {
        if (CheckSequence(header) is { } gap) return gap;
        if (_assembly.WireBytes > 0) return "the sender closed it in the middle of a message";
        TryMove(InputState.Open, InputState.Ended);
        return null;
    }

    /// <summary>Tells the input unless it has ended, has failed before or is gone.</summary>
    public void Fail(string sender, string what)
    {
        if (!TryMove(InputState.Open, InputState.Failed) && !TryMove(InputState.Waiting, InputState.Failed)) return;
        input.OnFailed(new DataConnectionException(address, sender, table.LocalNode, what));
    }

    public void Dispose()
    {
        Volatile.Write(ref _state, (int)InputState.Removed);
        table.Remove(this);
    }

    private string? CheckSequence(in FrameHeader header)
    {
        var expected = _expected++;
        return header.Sequence == expected ? null : $"a sequence gap: frame {header.Sequence} came where frame {expected} was due, so frames are lost";
    }

    private bool TryMove(InputState from, InputState to) => Interlocked.CompareExchange(ref _state, (int)to, (int)from) == (int)from;
}
