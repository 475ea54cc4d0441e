using System.Diagnostics;
using FlowActors.Graph;
using FlowActors.Runtime.Exchange.InFlight;
using FlowActors.Serialization;
using FlowActors.State;
using FlowActors.State.Snapshots.Files;

namespace FlowActors.Runtime.Subtasks.Checkpoints;

/// <summary>What a barrier has overtaken at a subtask, on its way to a file. Used on the subtask's thread.</summary>
internal sealed class InFlightWriting(InFlightRecording recording, SubtaskPlan plan, SnapshotFileWork file) : IDisposable
{
    private readonly ByteWriter _element = new();
    private readonly SerializerRegistry _serializers = plan.Graph.Settings.Serializers;
    private List<(int Edge, ChannelId Channel, ChannelData Data)>? _channels;
    private int _channel;
    private int _batch;
    private bool _isWritten;

    /// <summary>Whether nothing of it is missing any more, something is left to write, and there is room for it.</summary>
    public bool CanWrite => !_isWritten && !file.IsFull && recording is { IsCancelled: false, IsComplete: true };

    /// <summary>Writes on until a time of <see cref="Stopwatch"/>.</summary>
    public void WriteSome(long until)
    {
        _channels ??= Begin();
        do
        {
            if (_channel == _channels.Count)
            {
                _isWritten = true;
                recording.Release();
                file.Complete();
                return;
            }

            var (edge, channel, data) = _channels[_channel];
            if (_batch < data.Count) Write(edge, channel, data.Encode(_batch++, _serializers));
            else (_channel, _batch) = (_channel + 1, 0);
        }
        while (Stopwatch.GetTimestamp() < until);
    }

    public void Dispose()
    {
        recording.Release();
        file.Dispose();
    }

    // Elements of one edge lie together, in their order.
    private List<(int Edge, ChannelId Channel, ChannelData Data)> Begin()
    {
        var numbers = new Dictionary<JobEdge, int>();
        var channels = new List<(int Edge, ChannelId Channel, ChannelData Data)>();
        foreach (var (channel, data) in recording.Data.Where(d => d.Data.Count > 0))
        {
            if (!numbers.TryGetValue(channel.Edge, out var number))
            {
                numbers.Add(channel.Edge, number = numbers.Count);
                file.Writer.Add(number, InFlightEdge.Of(channel.Edge, plan.Graph).ToHeader(channel.Edge, plan.Graph));
            }

            channels.Add((number, channel, data));
        }

        return [.. channels.OrderBy(c => c.Edge)];
    }

    private void Write(int edge, ChannelId channel, byte[] batch)
    {
        _element.Position = 0;
        InFlightElement.Write(_element, channel, batch);
        file.Writer.Write(edge, new StateElement { KeyGroup = SnapshotFormat.NoGroup, Value = _element.WrittenSpan });
    }
}
