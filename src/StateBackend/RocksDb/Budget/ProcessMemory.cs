namespace FlowActors.State.RocksDb.Budget;

/// <summary>The budgets of this process: nodes that run in it with one size share one. Thread-safe.</summary>
internal static class ProcessMemory
{
    private static readonly Lock Gate = new();
    private static readonly Dictionary<long, (StateMemory Memory, int Users)> Budgets = [];

    /// <summary>The budget of that size; disposed when its last user has.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is too small for anything.</exception>
    public static Part Take(long bytes)
    {
        lock (Gate)
        {
            if (!Budgets.TryGetValue(bytes, out var budget)) budget = (new StateMemory(bytes), 0);
            Budgets[bytes] = (budget.Memory, budget.Users + 1);
            return new Part(budget.Memory);
        }
    }

    private static void Release(StateMemory memory)
    {
        lock (Gate)
        {
            var users = Budgets[memory.Bytes].Users - 1;
            Budgets[memory.Bytes] = (memory, users);
            if (users > 0) return;
            Budgets.Remove(memory.Bytes);
        }

        memory.Dispose();
    }

    /// <summary>One user's hold on a budget.</summary>
    internal sealed class Part(StateMemory memory) : IDisposable
    {
        private int _isDisposed;

        public StateMemory Memory => memory;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isDisposed, 1) == 0) Release(memory);
        }
    }
}
