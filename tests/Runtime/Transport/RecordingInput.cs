using System.Threading.Channels;
using FlowActors.Runtime.Transport;
using FlowActors.Runtime.Transport.Frames;

namespace FlowActors.Runtime.Tests.Transport;

/// <summary>Keeps what arrives; can be awaited. A gate, where given, holds the read loop at each message.</summary>
internal sealed class RecordingInput(ManualResetEventSlim? gate = null) : IFrameInput
{
    private readonly Channel<(byte Kind, byte[] Bytes)> _messages = Channel.CreateUnbounded<(byte, byte[])>();
    private readonly TaskCompletionSource<DataConnectionException> _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _failures;

    public Task<DataConnectionException> Failed => _failed.Task;

    public int Failures => Volatile.Read(ref _failures);

    public int Count => _messages.Reader.Count;

    public ValueTask<(byte Kind, byte[] Bytes)> NextAsync() => _messages.Reader.ReadAsync();

    public (byte Kind, byte[] Bytes) Next() =>
        _messages.Reader.TryRead(out var message) ? message : throw new InvalidOperationException("No message has arrived.");

    public void OnMessage(byte kind, FrameBuffer message)
    {
        gate?.Wait();
        _messages.Writer.TryWrite((kind, message.Message.ToArray()));
        message.Return();
    }

    public void OnFailed(DataConnectionException failure)
    {
        Interlocked.Increment(ref _failures);
        _failed.TrySetResult(failure);
        _messages.Writer.TryComplete(failure);
    }
}
