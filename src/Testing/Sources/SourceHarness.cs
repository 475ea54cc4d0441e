using FlowActors.Graph;
using FlowActors.Operators;
using FlowActors.Sources;

namespace FlowActors.Testing;

/// <summary>
/// Drives a whole source without a cluster, actors or threads: its enumerator and any number of readers. A test reads records one by
/// one, takes snapshots between them, restores, and loses readers. Records, splits and the enumerator's state go through their
/// serializers on the way, so that a type that cannot travel fails here and not in production.
/// </summary>
/// <remarks>
/// Used by one thread at a time, which also runs the enumerator. What either says arrives at once. Threads that the source has itself are
/// waited for by <see cref="ReadAsync"/>.
/// </remarks>
/// <typeparam name="T">The records.</typeparam>
public sealed partial class SourceHarness<T> : IDisposable
{
    private readonly SourceNode<T> _node;
    private readonly SourceHarnessSettings _settings;
    private readonly OperatorBlueprint _blueprint;
    private readonly HarnessEnumerator _enumerator;
    private readonly HarnessReader[] _readers;
    private readonly SemaphoreSlim _woken = new(0);
    private int _attempt;
    private int _turn;
    private bool _hasFailed;
    private bool _isDisposed;

    internal SourceHarness(SourceNode<T> node, SourceHarnessSettings settings, SourceSnapshot<T>? snapshot)
    {
        settings.Check();
        var source = node.Source;
        source.Validate();
        settings.Serializers.Get<T>();
        settings.Serializers.Get(source.SplitType);
        (_node, _settings) = (node, settings);
        Clock = settings.Clock ?? new TestClock();
        Name = settings.Name ?? node.Name;
        _blueprint = new OperatorBlueprint(node, Name, [], null);
        _attempt = (snapshot?.Attempt ?? 0) + 1;
        _checkpoint = snapshot?.CheckpointId ?? 0;
        var splits = snapshot is null ? null : source.Deal([.. snapshot.Splits.SelectMany(s => s)], settings.Parallelism, settings.Serializers);
        _completedTimes = snapshot?.EventTime ?? [];
        _completed = [.. Enumerable.Range(0, settings.Parallelism).Select(s => splits?[s] ?? [])];
        _readers = new HarnessReader[settings.Parallelism];
        // Who is restored after each record would not get beyond the first reader.
        _turn = (int)(_checkpoint % settings.Parallelism);
        _enumerator = new HarnessEnumerator(node, settings, Clock, snapshot?.Enumerator, Woken);
        Try(() =>
        {
            for (var i = 0; i < _readers.Length; i++) Open(i);
            Settle();
        });
    }

    /// <summary>The processing time, which stands still until the test moves it.</summary>
    public TestClock Clock { get; }

    /// <summary>How many readers there are.</summary>
    public int Parallelism => _readers.Length;

    /// <summary>The records of all readers, those of subtask 0 first, each reader's in order.</summary>
    public IReadOnlyList<T> Records => [.. Enumerable.Range(0, Parallelism).SelectMany(RecordsOf)];

    /// <summary>The records that the readers of a subtask have emitted, oldest first.</summary>
    public IReadOnlyList<T> RecordsOf(int subtask) => [.. Output(subtask).OfType<StreamRecord>().Select(r => (T)r.Value!)];

    /// <summary>
    /// What the readers of a subtask have emitted, oldest first: records with their timestamps, watermarks and changes of idleness. Who has
    /// read everything has ended event time.
    /// </summary>
    /// <param name="subtask">The subtask, from 0; the default is the only one where there is one.</param>
    public IReadOnlyList<StreamElement> Output(int subtask = 0) => [.. _emitted.GetValueOrDefault(subtask) ?? [], .. _readers[subtask].Output];

    /// <summary>The metrics that the present reader of a subtask has made.</summary>
    public HarnessMetrics Metrics(int subtask = 0) => _readers[subtask].Metrics;

    /// <summary>The accumulators of the present reader of a subtask, by name: <see cref="long"/> or <see cref="double"/>.</summary>
    public IReadOnlyDictionary<string, object> Accumulators(int subtask = 0) => _readers[subtask].Accumulators;

    /// <summary>Forgets what has been emitted so far, by all subtasks.</summary>
    public void ClearOutput()
    {
        _emitted.Clear();
        foreach (var reader in _readers) reader.ClearOutput();
    }

    /// <summary>Lets the readers read, one record each in turn, as far as there is something at hand.</summary>
    /// <param name="max">How many records at most.</param>
    /// <returns>
    /// Done when all readers have read everything and nothing will come; waiting when they wait for somebody; yielded when there is more.
    /// </returns>
    /// <exception cref="OperatorFailedException">The enumerator or a reader threw.</exception>
    public Progress Read(int max = int.MaxValue)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(max);
        CheckUsable();
        var left = (long)max;
        return Try(() => ReadInTurn(ref left));
    }

    /// <summary>As <see cref="Read"/>, for the reader of one subtask alone.</summary>
    /// <param name="subtask">The subtask, from 0.</param>
    /// <param name="max">How many records at most.</param>
    /// <exception cref="OperatorFailedException">The enumerator or a reader threw.</exception>
    public Progress ReadSubtask(int subtask, int max = int.MaxValue)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(max);
        CheckSubtask(subtask);
        CheckUsable();
        return Try(() =>
        {
            Settle();
            for (var left = (long)max; left > 0;)
            {
                var progress = ReadOne(subtask, ref left, alone: true);
                if (!Settle() && progress is Progress.Done or Progress.Waiting) return progress;
            }

            return Progress.Yielded;
        });
    }

    /// <summary>As <see cref="Read"/>, and waits where readers wait for threads of the source.</summary>
    /// <param name="max">How many records at most.</param>
    /// <param name="cancellationToken">Gives the waiting up.</param>
    /// <returns>Done when all readers have read everything; yielded when so many were read.</returns>
    /// <exception cref="TimeoutException">Nobody has woken a reader that waits for so long as the settings say.</exception>
    /// <exception cref="OperatorFailedException">The enumerator or a reader threw.</exception>
    public async Task<Progress> ReadAsync(int max = int.MaxValue, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(max);
        CheckUsable();
        var left = (long)max;
        while (true)
        {
            var progress = Try(() => ReadInTurn(ref left));
            if (progress != Progress.Waiting) return progress;
            if (await WokenAsync(_settings.Patience, cancellationToken).ConfigureAwait(false)) continue;
            throw new TimeoutException(
                $"The readers of source '{Name}' wait, and for {_settings.Patience} nobody has woken them: {DescribeReaders()}. A reader that " +
                "returns Progress.Waiting is woken by OperatorContext.Wake; one that waits for processing time, by AdvanceProcessingTime.");
        }
    }

    /// <summary>Moves the processing time of readers and enumerator; timers fire, also those of what the enumerator calls periodically.</summary>
    /// <param name="by">0 or more.</param>
    /// <exception cref="OperatorFailedException">The enumerator or a reader threw.</exception>
    public void AdvanceProcessingTime(TimeSpan by)
    {
        CheckUsable();
        Try(() =>
        {
            Clock.Advance(by);
            Settle();
        });
    }

    /// <summary>Closes readers and enumerator. Again does nothing.</summary>
    /// <exception cref="OperatorFailedException">One of them threw, and nothing else had failed before.</exception>
    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        OperatorFailedException? failure = null;
        foreach (var part in _readers.Where(r => r is not null).Append<IDisposable>(_enumerator))
        {
            try
            {
                part.Dispose();
            }
            catch (OperatorFailedException e)
            {
                failure ??= e;
            }
        }

        if (failure is not null && !_hasFailed) throw failure;
    }

    internal string Name { get; }

    internal static SourceNode<T> NodeOf(Source<T> source) => new(0, NameOf(source), source) { Kind = NameOf(source) };

    internal static string NameOf(Source<T> source) => source.GetType().Name.Split('`')[0];

    /// <summary>Waits until somebody wakes a reader or the enumerator.</summary>
    /// <returns>False when nobody has for so long.</returns>
    internal async Task<bool> WokenAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        if (!await _woken.WaitAsync(patience, cancellationToken).ConfigureAwait(false)) return false;
        while (_woken.Wait(0, cancellationToken))
        {
        }

        return true;
    }

    private Progress ReadInTurn(ref long left)
    {
        Settle();
        for (var idle = 0; left > 0;)
        {
            var before = left;
            var subtask = _turn;
            _turn = (_turn + 1) % Parallelism;
            var progress = ReadOne(subtask, ref left, alone: Parallelism == 1);
            var isIdle = !Settle() && progress is Progress.Done or Progress.Waiting && left == before;
            idle = isIdle ? idle + 1 : 0;
            if (idle == Parallelism) return Array.TrueForAll(_readers, r => r.HasEnded) ? Progress.Done : Progress.Waiting;
        }

        return Progress.Yielded;
    }

    private Progress ReadOne(int subtask, ref long left, bool alone)
    {
        var reader = _readers[subtask];
        var before = reader.RecordCount;
        var progress = reader.Read(alone ? (int)Math.Min(left, int.MaxValue) : 1);
        left -= reader.RecordCount - before;
        return progress;
    }

    private bool Settle() => _enumerator.Work(answer => _readers[answer.Subtask].Take(answer));

    private void Open(int subtask)
    {
        var settings = new HarnessSettings
        {
            Parallelism = Parallelism,
            SubtaskIndex = subtask,
            MaxParallelism = Math.Max(Parallelism, KeyGroups.DefaultMaxParallelism(Parallelism)),
            Serializers = _settings.Serializers,
            Attempt = _attempt,
            OneSlotOutput = _settings.OneSlotOutput,
            Clock = Clock,
        };
        _readers[subtask] = new HarnessReader(_blueprint, settings, _enumerator.Tell, Woken);
        _readers[subtask].Open(_completed[subtask], _completedTimes);
    }

    private void Woken() => _woken.Release();

    private string DescribeReaders() =>
        string.Join(", ", _readers.Select((r, s) => $"subtask {s} {(r.HasEnded ? "has ended" : "waits")}, {r.RecordCount} records read"));

    private void Try(Action action) => Try(() =>
    {
        action();
        return true;
    });

    private TResult Try<TResult>(Func<TResult> action)
    {
        try
        {
            return action();
        }
        catch
        {
            _hasFailed = true;
            Dispose();
            throw;
        }
    }

    private void CheckSubtask(int subtask)
    {
        if ((uint)subtask < (uint)Parallelism) return;
        throw new ArgumentOutOfRangeException(nameof(subtask), subtask, $"Source '{Name}' has the readers of subtasks 0 to {Parallelism - 1}.");
    }

    private void CheckUsable()
    {
        if (_hasFailed) throw new InvalidOperationException($"Source '{Name}' has failed: its harness has closed it.");
        ObjectDisposedException.ThrowIf(_isDisposed, this);
    }
}
