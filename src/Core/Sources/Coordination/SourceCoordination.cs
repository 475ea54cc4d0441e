using FlowActors.Serialization;

namespace FlowActors.Sources.Coordination;

/// <summary>
/// Leads an enumerator through its life and keeps what it assigns until it has arrived. Whoever calls sees to it that calls are never
/// concurrent, and sends the answers.
/// </summary>
internal abstract class SourceCoordination
{
    /// <summary>Begins, from the state of a checkpoint if there is one.</summary>
    public abstract void Start(byte[]? state);

    /// <summary>Takes what a reader says.</summary>
    public abstract void Hear(ReaderState state);

    /// <summary>The reader of an attempt is lost; nothing that it said before counts any more.</summary>
    public abstract void Lose(int subtask, int attempt);

    /// <summary>A checkpoint begins; before any reader takes its part in it.</summary>
    /// <returns>The state of the enumerator, and for each subtask how many splits its reader must have got before it takes its part.</returns>
    public abstract (byte[] State, IReadOnlyList<long> Assigned) Snapshot(long checkpointId);

    /// <summary>Whether all readers were told that they get no more splits: what the enumerator keeps does not change any more.</summary>
    public abstract bool HasAssignedAll { get; }

    /// <summary>A checkpoint is durable.</summary>
    public abstract void CheckpointComplete(long checkpointId);

    /// <summary>A checkpoint will not complete.</summary>
    public abstract void CheckpointAborted(long checkpointId);

    /// <summary>What readers are to be told; to be asked after each call, the posted ones too.</summary>
    public abstract IReadOnlyList<SplitAnswer> TakeAnswers();

    /// <summary>The attempt has ended.</summary>
    public abstract void Close();
}

/// <inheritdoc/>
/// <typeparam name="TSplit">The splits.</typeparam>
internal sealed class SourceCoordination<TSplit>(SplitEnumerator<TSplit> enumerator, CoordinationSurroundings surroundings) : SourceCoordination
    where TSplit : ISourceSplit
{
    private readonly SplitLedger _ledger = new(surroundings.Parallelism);
    private readonly SortedSet<int> _news = [];
    private readonly SplitBytes<TSplit> _splits = new(surroundings.Serializers);
    private readonly ByteWriter _writer = new();
    private readonly List<IDisposable> _timers = [];

    public override bool HasAssignedAll => _ledger.HasAssignedAll;

    public override void Start(byte[]? state)
    {
        enumerator.Set(new Context(this));
        enumerator.CheckState(surroundings.Serializers);
        if (state is not null)
        {
            var reader = new ByteReader(state);
            enumerator.ReadState(ref reader, surroundings.Serializers);
        }

        enumerator.Start();
    }

    public override void Hear(ReaderState state)
    {
        if (_ledger.IsStale(state.Subtask, state.Attempt)) return;
        if (_ledger.AttemptOf(state.Subtask) != state.Attempt)
        {
            Lose(state.Subtask, state.Attempt - 1);
            _ledger.Add(state.Subtask, state.Attempt);
            enumerator.AddReader(state.Subtask);
        }

        var (requests, report) = _ledger.Hear(state);
        for (; requests > 0; requests--) enumerator.HandleSplitRequest(state.Subtask);
        if (report is { } reported) enumerator.HandleReport(state.Subtask, reported);
        _news.Add(state.Subtask);
    }

    public override void Lose(int subtask, int attempt)
    {
        _ledger.Fence(subtask, attempt);
        if (!_ledger.Has(subtask) || _ledger.AttemptOf(subtask) > attempt) return;
        var back = _ledger.Lose(subtask);
        enumerator.RemoveReader(subtask);
        if (back.Count > 0) enumerator.AddSplitsBack([.. back.Select(_splits.Read)], subtask);
    }

    public override (byte[] State, IReadOnlyList<long> Assigned) Snapshot(long checkpointId)
    {
        _writer.Reset();
        enumerator.WriteState(_writer, surroundings.Serializers, checkpointId);
        return (_writer.WrittenSpan.ToArray(), _ledger.Mark(checkpointId));
    }

    public override void CheckpointComplete(long checkpointId)
    {
        _ledger.Completed(checkpointId);
        enumerator.CheckpointComplete(checkpointId);
    }

    public override void CheckpointAborted(long checkpointId)
    {
        _ledger.Aborted(checkpointId);
        enumerator.CheckpointAborted(checkpointId);
    }

    public override IReadOnlyList<SplitAnswer> TakeAnswers()
    {
        if (_news.Count == 0) return [];
        var answers = _news.Select(s => _ledger.AnswerFor(s, surroundings.AnswerBytesMax)).OfType<SplitAnswer>().ToList();
        _news.Clear();
        return answers;
    }

    public override void Close()
    {
        foreach (var timer in _timers) timer.Dispose();
        enumerator.Close();
    }

    private void Assign(TSplit split, int subtask)
    {
        var bytes = _splits.Write(split);
        if (bytes.Length > surroundings.SplitBytesMax)
            throw new InvalidOperationException(
                $"Split '{split.SplitId}' of operator '{surroundings.OperatorName}' takes {bytes.Length} bytes, and at most {surroundings.SplitBytesMax} can travel: " +
                "a split names what is to be read, it does not hold it.");
        _ledger.Assign(subtask, bytes);
        _news.Add(subtask);
    }

    private void Call<TResult>(Func<CancellationToken, Task<TResult>> call, Action<TResult?, Exception?> handler) => surroundings.RunBlocking(() =>
    {
        Task<TResult> calling;
        try
        {
            calling = call(surroundings.Closed) ?? throw new InvalidOperationException("A call that the enumerator has made gave null instead of a task.");
        }
        catch (Exception e)
        {
            calling = Task.FromException<TResult>(e);
        }

        // What has ended already needs no other thread to say so.
        if (calling.IsCompleted) Post(calling);
        else calling.ContinueWith(Post, TaskScheduler.Default);

        void Post(Task<TResult> ended) => surroundings.Post(() =>
        {
            if (surroundings.Closed.IsCancellationRequested) return;
            if (ended.IsCompletedSuccessfully) handler(ended.Result, null);
            else handler(default, ended.Exception?.InnerException ?? new OperationCanceledException());
        });
    });

    private sealed class Context(SourceCoordination<TSplit> coordination) : EnumeratorContext<TSplit>
    {
        private readonly CoordinationSurroundings _surroundings = coordination.Surroundings;

        public override string JobName => _surroundings.JobName;

        public override string OperatorName => _surroundings.OperatorName;

        public override int Parallelism => _surroundings.Parallelism;

        public override TimeProvider Time => _surroundings.Time;

        internal override SerializerRegistry Serializers => _surroundings.Serializers;

        public override IReadOnlyCollection<int> Readers => coordination._ledger.Readers;

        public override CancellationToken Closed => _surroundings.Closed;

        public override void AssignSplit(TSplit split, int subtask) => coordination.Assign(split, subtask);

        public override void SignalNoMoreSplits(int subtask)
        {
            coordination._ledger.Complete(subtask);
            coordination._news.Add(subtask);
        }

        public override void CallAsync<TResult>(Func<CancellationToken, Task<TResult>> call, Action<TResult?, Exception?> handler)
            where TResult : default =>
            coordination.Call(call, handler);

        public override void CallPeriodically<TResult>(
            Func<CancellationToken, Task<TResult>> call, Action<TResult?, Exception?> handler, TimeSpan delay, TimeSpan period)
            where TResult : default
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(period, TimeSpan.Zero);
            ITimer? timer = null;
            void Ring() => coordination.Call(call, (result, failure) =>
            {
                handler(result, failure);
                timer!.Change(period, Timeout.InfiniteTimeSpan);
            });

            timer = Time.CreateTimer(_ => Ring(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            coordination._timers.Add(timer);
            timer.Change(delay, Timeout.InfiniteTimeSpan);
        }
    }

    private CoordinationSurroundings Surroundings => surroundings;
}
