using FlowActors.Operators;
using Akka.Dispatch;
using FlowActors.Runtime.Subtasks;
using FlowActors.Runtime.Subtasks.Dispatching;

namespace FlowActors.Runtime.Tests.Subtasks;

/// <summary>Runs a local job on the threads of an operator executor, as its actors would.</summary>
internal sealed class ThreadedJob : IAsyncDisposable
{
    private readonly OperatorExecutor _executor;
    private readonly RunSubtask[] _runs;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _running;

    public ThreadedJob(LocalJobSettings settings, Action<StreamExecutionEnvironment> build, int threads = 2)
    {
        _executor = new OperatorExecutor("test", new DispatcherSettings(threads, 16, TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(10)));
        var env = new StreamExecutionEnvironment(new Graph.JobSettings { Parallelism = 2 });
        build(env);
        RunSubtask[] runs = [];
        Job = new LocalJob(env, settings, new ExecutorBlockingScope(), i => _executor.Execute(runs[i]));
        _runs = runs = [.. Job.Subtasks.Select(s => new RunSubtask(this, s))];
        _running = runs.Length;
    }

    public LocalJob Job { get; }

    /// <summary>The subtask that failed first, by the operator that was at work, and why.</summary>
    public (string Operator, Exception Exception)? Failure { get; private set; }

    /// <summary>Completes when every subtask has ended, failed or was interrupted.</summary>
    public Task Ended => _ended.Task.WaitAsync(TimeSpan.FromSeconds(60));

    public void Start()
    {
        Job.Open();
        foreach (var run in _runs) _executor.Execute(run);
    }

    /// <summary>Ends the attempt, as a cancel does.</summary>
    public void Interrupt()
    {
        foreach (var subtask in Job.Subtasks) subtask.Interrupt();
        // A subtask that rests hears of it when its actor is stopped; here, by one more run.
        foreach (var run in _runs) run.Stop();
    }

    public async Task RunToEndAsync()
    {
        Start();
        await Ended;
        if (Failure is { } failure) throw new InvalidOperationException($"Operator '{failure.Operator}' failed.", failure.Exception);
        Job.Finish();
    }

    public async ValueTask DisposeAsync()
    {
        Interrupt();
        await Ended;
        Job.Dispose();
        _executor.Shutdown();
    }

    private void Stopped()
    {
        if (Interlocked.Decrement(ref _running) == 0) _ended.TrySetResult();
    }

    private void Failed(string at, Exception exception)
    {
        lock (_ended) Failure ??= (at, exception);
        Interrupt();
    }

    private sealed class RunSubtask(ThreadedJob job, Subtask subtask) : IRunnable
    {
        private readonly Lock _oneAtATime = new();
        private bool _stopped;

        public void Stop() => job._executor.Execute(this);

        public void Execute() => Run();

        public void Run()
        {
            if (RunOnce() == Progress.Yielded) job._executor.Execute(this);
        }

        private Progress RunOnce()
        {
            lock (_oneAtATime)
            {
                if (_stopped) return Progress.Done;
                var result = Progress.Done;
                try
                {
                    result = subtask.Run();
                }
                catch (Exception e)
                {
                    if (!subtask.IsConsequenceOfInterrupt(e)) job.Failed(subtask.CurrentOperator, e);
                }

                _stopped = result == Progress.Done || subtask.IsInterrupted;
                if (_stopped) job.Stopped();
                return result;
            }
        }
    }
}
