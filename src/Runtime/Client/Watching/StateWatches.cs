using FlowActors.Runtime.Subtasks.Queries;
using static FlowActors.Runtime.Control.Management.JobManagerProtocol;

namespace FlowActors.Runtime.Client.Watching;

/// <summary>The keys that are watched through this host: each once, however many want to know of it. Thread-safe.</summary>
internal sealed class StateWatches(ControlClient control, StateClient states)
{
    private static readonly TimeSpan NodesInterval = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<WatchedKey, Shared> _watches = [];
    private bool _isFollowing;

    /// <summary>Reads what is watched, and anything else.</summary>
    public StateClient States => states;

    /// <summary>How many keys are watched.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _watches.Count;
        }
    }

    /// <summary>Watches a key, until what is returned is disposed of.</summary>
    /// <exception cref="StateUnavailableException">Its owner does not answer now.</exception>
    /// <exception cref="StateReadException">What it has cannot be read.</exception>
    public async Task<KeySubscription> WatchAsync(JobId job, JobState state, byte[] key, CancellationToken cancellationToken)
    {
        var watched = new WatchedKey(job, state.Uid, state.Name, key);
        if (Join(watched) is { } joined) return joined;
        var present = (await states.ReadAsync(job, state, [key], null, cancellationToken).ConfigureAwait(false))[0];
        var nodes = await NodesAsync(cancellationToken).ConfigureAwait(false);
        lock (_gate)
        {
            // Another one was faster, and what it has seen is as new.
            if (Join(watched) is { } other) return other;
            var watch = new KeyWatch(watched, present with { Index = 0 }, control);
            _watches[watched] = new Shared(watch) { Watchers = 1 };
            watch.Follow(nodes);
            if (!_isFollowing)
            {
                _isFollowing = true;
                _ = FollowAsync();
            }

            return new KeySubscription(watch, () => Leave(watched, watch));
        }
    }

    private KeySubscription? Join(WatchedKey key)
    {
        lock (_gate)
        {
            if (!_watches.TryGetValue(key, out var shared) || shared.Watch.View.Phase is WatchPhase.Ended or WatchPhase.Stopped) return null;
            if (shared.Watch.View.Phase == WatchPhase.Restarting)
                throw new StateUnavailableException($"the subtask that owns the key of state '{key.State}' of operator '{key.Uid}' restarts");
            shared.Watchers++;
            return new KeySubscription(shared.Watch, () => Leave(key, shared.Watch));
        }
    }

    private void Leave(WatchedKey key, KeyWatch watch)
    {
        lock (_gate)
        {
            // Of a watch that has ended another one may have taken the place.
            if (_watches.TryGetValue(key, out var shared) && shared.Watch == watch)
            {
                if (--shared.Watchers > 0) return;
                _watches.Remove(key);
            }
        }

        watch.End();
    }

    // Nodes that have come may get the owner of a key after a restart.
    private async Task FollowAsync()
    {
        while (true)
        {
            IReadOnlyList<string>? nodes = null;
            try
            {
                await Task.Delay(NodesInterval, control.Time).ConfigureAwait(false);
                nodes = await NodesAsync(CancellationToken.None).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                // The job manager moves, or the cluster is in trouble: those that are known are asked on.
            }
            catch (ObjectDisposedException)
            {
                return;
            }

            List<KeyWatch> watches;
            lock (_gate)
            {
                watches = [.. _watches.Values.Select(s => s.Watch)];
                if (watches.Count == 0)
                {
                    _isFollowing = false;
                    return;
                }
            }

            if (nodes is null) continue;
            foreach (var watch in watches) watch.Follow(nodes);
        }
    }

    private async Task<IReadOnlyList<string>> NodesAsync(CancellationToken cancellationToken) =>
        (await control.AskAsync<Nodes>(new GetNodes(), cancellationToken).ConfigureAwait(false)).All;

    private sealed class Shared(KeyWatch watch)
    {
        public KeyWatch Watch => watch;

        public int Watchers { get; set; }
    }
}

/// <summary>One of those who want to know of a key, until it is disposed of.</summary>
internal sealed class KeySubscription(KeyWatch watch, Action leave) : IDisposable
{
    private int _hasLeft;

    public KeyWatch Watch => watch;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _hasLeft, 1) == 0) leave();
    }
}
