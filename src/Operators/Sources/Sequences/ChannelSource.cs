using System.Threading.Channels;

namespace FlowActors.Sources;

/// <summary>What a channel gives, read by one subtask, on its thread. At most once: a channel gives nothing a second time.</summary>
internal sealed class ChannelSource<T>(ChannelReader<T> channel, Boundedness boundedness) : Source<T, NumberedSplit>
{
    public override Boundedness Boundedness => boundedness;

    public override SplitEnumerator<NumberedSplit> CreateEnumerator() =>
        new ShareEnumerator<NumberedSplit>(_ => [new NumberedSplit("channel", 0, 1, long.MaxValue)]);

    public override SourceReader<T, NumberedSplit> CreateReader() => new ChannelSourceReader<T>(channel);
}
