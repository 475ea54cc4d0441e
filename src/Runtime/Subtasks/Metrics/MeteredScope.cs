using FlowActors.Runtime.Exchange;

namespace FlowActors.Runtime.Subtasks.Metrics;

/// <summary>Tells a subtask's time shares of the waits that it announces. Used on the subtask's thread.</summary>
internal sealed class MeteredScope(IBlockingScope inner, TimeShares shares, TimeProvider time) : IBlockingScope
{
    public IDisposable Enter()
    {
        var entered = inner.Enter();
        shares.WaitStarts(time.GetTimestamp());
        return new Wait(this, entered);
    }

    private sealed class Wait(MeteredScope scope, IDisposable entered) : IDisposable
    {
        public void Dispose()
        {
            scope.End();
            entered.Dispose();
        }
    }

    private void End() => shares.WaitEnds(time.GetTimestamp());
}
