using FlowActors.Runtime.Tests.Cluster;

namespace FlowActors.Runtime.Tests.Hosting;

/// <summary>User code that waits until it is released or interrupted.</summary>
internal sealed class Block : IDisposable
{
    // Left to the garbage collector: user code may still come by when its test has ended.
    private readonly SemaphoreSlim _entered = new(0);
    private readonly ManualResetEventSlim _release = new();
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>How the first wait ended.</summary>
    public Task End => _end.Task;

    public void Wait(long value)
    {
        Enter();
        try
        {
            _release.Wait();
            _end.TrySetResult();
        }
        catch (Exception e)
        {
            _end.TrySetException(e);
            throw;
        }
    }

    public void Enter() => _entered.Release();

    /// <summary>Completes when so many calls wait.</summary>
    public async Task Reached(int calls)
    {
        for (var i = 0; i < calls; i++) Assert.True(await _entered.WaitAsync(Patience.Limit), $"only {i} of {calls} calls came");
    }

    public void Release() => _release.Set();

    public void Dispose() => _release.Set();
}
