using FlowActors.Cultures;

namespace FlowActors.Threading;

/// <summary>Starts the threads of user code. A port, since a process has a limit that no test may reach.</summary>
internal interface IThreadStarter
{
    /// <summary>Starts a background thread.</summary>
    /// <exception cref="ThreadLimitException">The process cannot have another one now.</exception>
    void Start(string name, Action body);
}

/// <summary>The threads of the process.</summary>
internal sealed class ProcessThreads : IThreadStarter
{
    public static ProcessThreads Instance { get; } = new();

    public void Start(string name, Action body)
    {
        try
        {
            new Thread(() => Run(body)) { Name = name, IsBackground = true }.Start();
        }
        catch (Exception e) when (e is OutOfMemoryException or ThreadStartException)
        {
            throw new ThreadLimitException(name, e);
        }
    }

    // What user code makes must not depend on the machine, whichever thread it is on.
    private static void Run(Action body)
    {
        InvariantThread.Set();
        body();
    }
}
