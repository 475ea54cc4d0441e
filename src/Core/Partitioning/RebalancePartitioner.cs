namespace FlowActors.Partitioning;

/// <summary>Records go to the subtasks in turn; each sender begins at another one.</summary>
/// <typeparam name="T">The records.</typeparam>
public sealed class RebalancePartitioner<T> : Partitioner<T>
{
    /// <inheritdoc/>
    public override string Name => "REBALANCE";

    /// <inheritdoc/>
    public override ChannelSelector<T> CreateSelector(ChannelSelectorSettings settings) =>
        new RoundRobinSelector(settings.Channels, settings.SenderIndex % settings.Channels);

    private sealed class RoundRobinSelector(int channels, int next) : ChannelSelector<T>
    {
        private int _next = next;

        public override int Select(T value)
        {
            var selected = _next;
            _next = selected + 1 == channels ? 0 : selected + 1;
            return selected;
        }
    }
}
