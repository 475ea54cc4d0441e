using FlowActors.Runtime.Control.Watching;
using FlowActors.Runtime.Subtasks;
using FlowActors.Runtime.Subtasks.Queries;
using static FlowActors.Runtime.Control.Coordination.JobCoordinatorProtocol;
using static FlowActors.Runtime.Control.Watching.StateWatchProtocol;

namespace FlowActors.Runtime.Client.Watching;

/// <summary>
/// Watches one key, for all on this host who want to know of it: each node is asked, and holds the question until it has something new. Thread-safe.
/// </summary>
internal sealed class KeyWatch
{
    private const int LeaseMs = 5_000;

    // After it the owner is known: if it restarts before it was seen, nobody says that the key is gone.
    private const int FirstLeaseMs = 300;

    // A node that does not answer within it is not there; what is held is looked at now and then only.
    private static readonly TimeSpan Held = TimeSpan.FromMilliseconds(LeaseMs + 2_000);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly WatchedKey _key;
    private readonly ControlClient _control;
    private readonly string _name = Guid.NewGuid().ToString("n");
    private readonly byte[] _known;
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly Dictionary<string, CancellationTokenSource> _nodes = [];
    private readonly WatchNews _news;
    private TaskCompletionSource _changed = New();
    private bool _isMissing;

    /// <param name="key">What is watched.</param>
    /// <param name="present">What it has.</param>
    /// <param name="control">The way to the nodes.</param>
    public KeyWatch(WatchedKey key, KeyReading present, ControlClient control)
    {
        (_key, _control, _news, _known) = (key, control, new WatchNews(present), WatchDigest.Of(present));
    }

    /// <summary>What is known now.</summary>
    public WatchView View
    {
        get
        {
            lock (_gate) return _news.View;
        }
    }

    /// <summary>What is known, once it is newer than a version; what has come between is passed over.</summary>
    public async Task<WatchView> NextAsync(long version, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_news.View.Version > version) return _news.View;
                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The nodes that there are now.</summary>
    public void Follow(IReadOnlyList<string> nodes)
    {
        lock (_gate)
        {
            if (_ended.IsCancellationRequested) return;
            foreach (var (left, stop) in _nodes.Where(n => !nodes.Contains(n.Key)).ToList())
            {
                stop.Cancel();
                _nodes.Remove(left);
                _news.Lose(left);
            }

            foreach (var node in nodes.Where(n => !_nodes.ContainsKey(n)))
            {
                var stop = CancellationTokenSource.CreateLinkedTokenSource(_ended.Token);
                _nodes.Add(node, stop);
                _ = GuardedAsync(() => AskAsync(node, stop.Token));
            }
        }
    }

    /// <summary>Nobody here wants to know of it any more.</summary>
    public void End()
    {
        List<string> nodes;
        lock (_gate)
        {
            if (_ended.IsCancellationRequested) return;
            _ended.Cancel();
            nodes = [.. _nodes.Keys];
        }

        foreach (var node in nodes) _control.TellNode(node, new EndWatch(_name));
    }

    private async Task AskAsync(string node, CancellationToken cancellationToken)
    {
        var known = _known;
        SubtaskId? owner = null;
        var lease = FirstLeaseMs;
        while (true)
        {
            var request = new WatchKey(_key.Job, _name, _key.Uid, _key.State, _key.Key, known, owner, lease);
            var seen = await _control.TryAskNodeAsync(node, request, Held, cancellationToken).ConfigureAwait(false) as KeySeen;
            cancellationToken.ThrowIfCancellationRequested();
            Change(() =>
            {
                if (seen is null) _news.Lose(node);
                else _news.Take(node, seen);
                if (_news.IsSomewhere || _isMissing) return;
                _isMissing = true;
                _ = GuardedAsync(MissAsync);
            });
            (owner, lease) = (seen?.Owner, LeaseMs);
            if (seen?.Digest is { } digest) known = digest;
            if (seen is null or { Outcome: WatchOutcome.Refused }) await Task.Delay(Pause, _control.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    // The job is asked only while nobody has the key: it restarts, or has ended.
    private async Task MissAsync()
    {
        while (true)
        {
            var status = await StatusAsync().ConfigureAwait(false);
            var isOver = false;
            Change(() =>
            {
                if (status.IsAnswered) _news.Miss(status.Status);
                isOver = _news.IsSomewhere || _news.View.Phase == WatchPhase.Ended;
                _isMissing = !isOver;
            });
            if (isOver) return;
            await Task.Delay(Pause, _control.Time, _ended.Token).ConfigureAwait(false);
        }
    }

    private async Task<(bool IsAnswered, JobStatus? Status)> StatusAsync()
    {
        try
        {
            return (true, (await _control.AskAsync<JobView>(new GetJob(_key.Job), _ended.Token).ConfigureAwait(false)).Status);
        }
        catch (KeyNotFoundException)
        {
            return (true, null);
        }
        catch (TimeoutException)
        {
            return (false, null);
        }
    }

    private void Change(Action change)
    {
        lock (_gate)
        {
            var before = _news.View.Version;
            change();
            if (_news.View.Version == before) return;
            _changed.TrySetResult();
            _changed = New();
        }
    }

    // What ends the asking of a node ends the watch: whoever waits for news must not wait for ever.
    private async Task GuardedAsync(Func<Task> work)
    {
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The node has left, or nobody watches.
        }
        catch (Exception)
        {
            Change(_news.Stop);
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
