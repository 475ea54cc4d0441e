using System.Diagnostics;

namespace FlowActors.Bench.Campaigns.Cluster;

/// <summary>
/// The fault <see cref="ClusterPlant.Fencing"/>: when a process goes on after it has stood still, the last lines that went to its sinks get a file with a name of its own. Whatever a sink has of an attempt that is over would look
/// like that, if it committed it.
/// </summary>
internal sealed class UnfencedLines
{
    private const int LinesMax = 100;
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(50);

    // Longer than a busy machine makes threads wait; shorter than any freeze.
    private static readonly TimeSpan s_stood = TimeSpan.FromSeconds(1.9);

    private readonly Lock _lock = new();
    private readonly Queue<string> _lines = new();
    private readonly string _folder;

    public UnfencedLines(string folder)
    {
        _folder = folder;
        new Thread(Watch) { IsBackground = true }.Start();
    }

    public void Add(string line)
    {
        lock (_lock)
        {
            _lines.Enqueue(line);
            if (_lines.Count > LinesMax) _lines.Dequeue();
        }
    }

    private void Watch()
    {
        while (true)
        {
            var since = Stopwatch.GetTimestamp();
            Thread.Sleep(s_tick);
            if (Stopwatch.GetElapsedTime(since) < s_stood) continue;
            lock (_lock)
            {
                // Written elsewhere first, as readers take whole files.
                var hidden = Path.Combine(_folder, $".unfenced-{Guid.NewGuid():n}");
                File.WriteAllLines(hidden, _lines);
                File.Move(hidden, Path.Combine(_folder, $"unfenced-{Guid.NewGuid():n}"));
                _lines.Clear();
            }
        }
    }
}
