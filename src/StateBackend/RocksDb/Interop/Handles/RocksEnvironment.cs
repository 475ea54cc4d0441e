using Calls = FlowActors.State.RocksDb.Interop.Native;

namespace FlowActors.State.RocksDb.Interop;

/// <summary>
/// The threads that flush and compact, for all databases of the process: RocksDB has one default environment, and this is a way to
/// it, so the last numbers count. Disposing it leaves the environment and its threads as they are. Thread-safe.
/// </summary>
internal sealed unsafe class RocksEnvironment : RocksHandle
{
    private RocksEnvironment(nint native)
        : base(native, RocksHandleKind.Environment, Calls.EnvironmentFree)
    {
    }

    /// <param name="lowThreads">Threads that compact, at least one.</param>
    /// <param name="highThreads">Threads that flush; with none, flushes wait for a thread that compacts.</param>
    public static RocksEnvironment Create(int lowThreads, int highThreads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(lowThreads, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(highThreads);
        RocksLibrary.Load();
        var environment = new RocksEnvironment(Calls.EnvironmentDefault());
        Calls.EnvironmentLowThreads(environment.Native, lowThreads);
        Calls.EnvironmentHighThreads(environment.Native, highThreads);
        return environment;
    }
}
