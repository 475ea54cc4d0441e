using FlowActors.Threading;

namespace FlowActors.Runtime.Logging;

/// <summary>
/// Writes log lines one after the other on a thread of its own, which ends when there are none for a while. Who writes one waits
/// until it is written, unless the application's loggers are stuck; then lines wait in a queue, and those beyond it are lost.
/// </summary>
internal sealed class LogThread(IThreadStarter threads, TimeSpan patience)
{
    private const int LinesMax = 4_096;
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(5);

    [ThreadStatic]
    private static LogThread? _current;

    private readonly object _gate = new();
    private readonly Queue<Line> _lines = new();
    private bool _isRunning;
    private volatile bool _isStuck;

    /// <summary>How long a line is waited for.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Lines that were lost because the queue was full.</summary>
    public long Lost { get; private set; }

    public void Write(Action write)
    {
        // A logger that logs through the engine's loggers would wait for itself.
        if (_current == this)
        {
            Try(write);
            return;
        }

        // A thread of user code may be about to be interrupted; the line is for others.
        using var shield = InterruptShield.Raise();
        var line = new Line(write);
        if (TryQueue(line) && !_isStuck && !line.IsWritten(patience)) _isStuck = true;
    }

    private bool TryQueue(Line line)
    {
        using var hold = Hold.On(_gate);
        if (_lines.Count == LinesMax)
        {
            Lost++;
            return false;
        }

        _lines.Enqueue(line);
        if (_isRunning)
        {
            Monitor.Pulse(_gate);
            return true;
        }

        try
        {
            threads.Start("flowactors-log", Run);
            _isRunning = true;
        }
        catch (ThreadLimitException)
        {
            // The next line tries again.
            return false;
        }

        return true;
    }

    private void Run()
    {
        _current = this;
        while (Next() is { } line)
        {
            Try(line.Write);
            _isStuck = false;
            line.Written();
        }
    }

    private Line? Next()
    {
        lock (_gate)
        {
            while (true)
            {
                if (_lines.TryDequeue(out var line)) return line;
                if (Monitor.Wait(_gate, IdleTimeout)) continue;
                if (_lines.Count > 0) continue;
                _isRunning = false;
                return null;
            }
        }
    }

    private static void Try(Action write)
    {
        try
        {
            write();
        }
        catch (Exception)
        {
            // There is no other place to tell of it.
        }
    }

    private sealed class Line(Action write)
    {
        // Left to the garbage collector: it may be written when nobody waits any more.
        private readonly ManualResetEventSlim _written = new(false, spinCount: 0);

        public Action Write => write;

        public void Written() => _written.Set();

        public bool IsWritten(TimeSpan patience)
        {
            try
            {
                return _written.Wait(patience);
            }
            catch (ThreadInterruptedException)
            {
                // A stranger's interrupt; the caller meets it at his next wait.
                Thread.CurrentThread.Interrupt();
                return true;
            }
        }
    }
}
