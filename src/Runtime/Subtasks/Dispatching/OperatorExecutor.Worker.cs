using System.Diagnostics;
using Akka.Dispatch;
using FlowActors.Cultures;
using FlowActors.Threading;

namespace FlowActors.Runtime.Subtasks.Dispatching;

/// <content>One of its threads.</content>
internal sealed partial class OperatorExecutor
{
    internal sealed class Worker(OperatorExecutor executor) : IDisposable
    {
        [ThreadStatic]
        private static Worker? _current;

        private IRunnable? _run;

        /// <summary>The worker of the present thread; null on other threads.</summary>
        public static Worker? Current => _current;

        public long RunningSince { get; private set; }

        public bool IsBlocked { get; set; }

        /// <summary>True while it waits and has said so.</summary>
        public bool IsWaiting { get; set; }

        /// <summary>True when the present run is that one, on that executor.</summary>
        public bool Runs(OperatorExecutor other, IRunnable run) => executor == other && ReferenceEquals(_run, run);

        /// <summary>The thread is about to wait: a spare one takes over until <see cref="Dispose"/>.</summary>
        public Worker EnterBlocking()
        {
            using var hold = Hold.On(executor._gate);
            if (!IsBlocked) executor.SetBlocked(this);
            executor.SetWaiting(this, true);
            executor.AddWorkers();
            return this;
        }

        /// <summary>The wait is over.</summary>
        public void Dispose()
        {
            using var hold = Hold.On(executor._gate);
            executor.SetWaiting(this, false);
            executor.SetUnblocked(this);
        }

        /// <summary>What the thread does until it is not needed any more.</summary>
        public void Loop()
        {
            _current = this;
            while (Next() is { } run)
            {
                try
                {
                    _run = run;
                    // What user code makes, keys among it, must not depend on the machine, nor on what an earlier run left behind.
                    InvariantThread.Set();
                    run.Run();
                }
                catch (ThreadInterruptedException)
                {
                    // The subtask was interrupted as its run ended; nobody is left to hear of it.
                }
                catch (Exception e)
                {
                    // Nothing that one run throws may end the process, and with it all others.
                    executor._runFailed(e);
                }

                _run = null;
            }
        }

        private IRunnable? Next()
        {
            while (true)
            {
                try
                {
                    return Take();
                }
                catch (ThreadInterruptedException)
                {
                    // Meant for a run that has just ended; the interrupt is used up now.
                }
            }
        }

        private IRunnable? Take()
        {
            lock (executor._gate)
            {
                RunningSince = 0;
                executor.SetWaiting(this, false);
                executor.SetUnblocked(this);
                while (true)
                {
                    var surplus = executor._workers.Count - executor._blocked > executor._settings.Threads;
                    if (executor._shutdown || surplus) return End();
                    if (executor._work.TryDequeue(out var run))
                    {
                        RunningSince = Stopwatch.GetTimestamp();
                        return run;
                    }

                    executor._idle++;
                    bool signalled;
                    try
                    {
                        signalled = Monitor.Wait(executor._gate, executor._settings.IdleTimeout);
                    }
                    finally
                    {
                        executor._idle--;
                    }

                    if (!signalled && executor._work.Count == 0) return End();
                }
            }
        }

        private IRunnable? End()
        {
            executor._workers.Remove(this);
            executor._refused = null;
            // The wake-up that it ends with may have been for work, which another must take then.
            if (executor._work.Count > 0 && executor._idle > 0) Monitor.Pulse(executor._gate);
            executor.AddWorkers();
            return null;
        }
    }
}
