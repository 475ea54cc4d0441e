using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Akka.Actor;

namespace FlowActors.Runtime.Subtasks.Dispatching;

/// <summary>The executors of one node, which Akka makes, for those who watch them. Thread-safe.</summary>
internal sealed class OperatorExecutors
{
    private static readonly ConditionalWeakTable<ActorSystem, OperatorExecutors> BySystem = new();
    private readonly ConcurrentQueue<OperatorExecutor> _all = new();

    /// <summary>All that were made so far; those that are shut down have no threads.</summary>
    public IEnumerable<OperatorExecutor> All => _all;

    /// <summary>Those of an ActorSystem.</summary>
    public static OperatorExecutors Of(ActorSystem system) => BySystem.GetOrCreateValue(system);

    public void Add(OperatorExecutor executor) => _all.Enqueue(executor);
}
