using System.Threading.Channels;

namespace FlowActors;

/// <summary>
/// Records on their way from a running job to the one loop that reads them. Bounded: a sink that finds it full stops until there is
/// room. Thread-safe.
/// </summary>
/// <typeparam name="T">The records.</typeparam>
internal sealed class ResultStream<T>
{
    /// <summary>How many records the reader may lag behind before the sinks stop.</summary>
    public const int RecordsMax = 1_024;

    private readonly Channel<T> _channel = Channel.CreateBounded<T>(new BoundedChannelOptions(RecordsMax) { SingleReader = true });

    public ChannelWriter<T> Writer => _channel.Writer;

    public ChannelReader<T> Reader => _channel.Reader;

    /// <summary>Ends the stream when the job has ended: with its failure, if it has not ended well.</summary>
    public async Task EndWithAsync(IJobClient job)
    {
        try
        {
            await job.WaitForEndAsync(CancellationToken.None).ConfigureAwait(false);
            _channel.Writer.TryComplete();
        }
        catch (Exception e)
        {
            _channel.Writer.TryComplete(e);
        }
    }
}
