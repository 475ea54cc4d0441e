using FlowActors.Runtime.Exchange;

namespace FlowActors.Runtime.Subtasks.Dispatching;

/// <summary>Announces waits of the present thread to its executor, if it has one.</summary>
internal sealed class ExecutorBlockingScope : IBlockingScope
{
    public IDisposable Enter() => OperatorExecutor.Worker.Current?.EnterBlocking() as IDisposable ?? Nothing.Instance;

    private sealed class Nothing : IDisposable
    {
        public static readonly Nothing Instance = new();

        public void Dispose()
        {
        }
    }
}
