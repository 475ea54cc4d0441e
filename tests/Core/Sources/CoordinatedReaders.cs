using FlowActors.Serialization;
using FlowActors.Sources;
using FlowActors.Sources.Coordination;

namespace FlowActors.Tests.Sources;

/// <summary>Numbers from one on, up to and without another.</summary>
internal sealed record Numbers(string SplitId, long Next, long End) : ISourceSplit;

/// <summary>
/// An enumerator and its readers under a random schedule: what they say to each other is lost, doubled and reordered, readers are lost and come
/// back, checkpoints begin, complete and are aborted, all of it starts again from the last one, with another number of readers.
/// </summary>
internal sealed class CoordinatedReaders
{
    private const int SplitCount = 12;
    private const int SplitLength = 5;
    private readonly Random _random;
    private readonly Func<SplitEnumerator<Numbers>> _create;
    private readonly SerializerRegistry _serializers = new();
    private readonly List<ReaderState> _states = [];
    private readonly List<SplitAnswer> _answers = [];
    private readonly Queue<Action> _posted = new();
    private List<Reader> _readers = [];
    private SourceCoordination<Numbers> _coordination;
    private (byte[] State, List<(List<Numbers> Splits, List<long> Read)> Parts)? _completed;
    private (long Id, byte[] State, IReadOnlyList<long> Assigned)? _pending;
    private List<long> _earlier = [];
    private long _checkpoints;
    private int _attempts;

    public CoordinatedReaders(int seed, bool isShared)
    {
        _random = new Random(seed);
        _create = isShared ? () => new ShareEnumerator<Numbers>(_ => Splits())
            : seed % 2 == 0 ? () => new ListEnumerator<Numbers>(_ => Splits())
            : () => new ReportedEnumerator(Splits());
        _coordination = null!;
        Restart();
    }

    /// <summary>How often the things that make it hard have happened.</summary>
    public int Faults { get; private set; }

    public IEnumerable<long> AllRead => _earlier.Concat(_readers.SelectMany(r => r.Read));

    public static IEnumerable<long> Expected => Enumerable.Range(0, SplitCount * SplitLength).Select(i => (long)i);

    /// <summary>Lets everything happen for so many steps, and then only what leads to the end.</summary>
    public void Run(int steps)
    {
        for (var i = 0; i < steps; i++) Step(faulty: true);
        for (var i = 0; i < 100_000 && !_readers.TrueForAll(r => r.HasEnded); i++) Step(faulty: false);
        Assert.True(_readers.TrueForAll(r => r.HasEnded), "The readers did not come to their end.");
    }

    private void Step(bool faulty)
    {
        while (_posted.TryDequeue(out var action)) action();
        switch (_random.Next(faulty ? 14 : 9))
        {
            case 0 or 1 when _states.Count > 0: Deliver(_states, s => _coordination.Hear(s), faulty); break;
            case 2 or 3 when _answers.Count > 0: Deliver(_answers, a => _readers.Find(r => r.Subtask == a.Subtask)?.Take(a), faulty); break;
            case 4 or 5 or 6: Any().ReadOne(); break;
            case 7: _states.Add(Any().State); break;
            case 8: Checkpoint(); break;
            case 9: Any().TrySnapshot(_pending); break;
            case 10 when _random.Next(3) == 0: AbortCheckpoint(); break;
            case 11 when _random.Next(4) == 0: LoseReader(); break;
            case 12 when _random.Next(20) == 0: Restart(); break;
        }

        foreach (var reader in _readers) reader.TrySnapshotNow(_pending, _random);
        CompleteCheckpoint();
        _answers.AddRange(_coordination.TakeAnswers());
    }

    private Reader Any() => _readers[_random.Next(_readers.Count)];

    private void Deliver<TMessage>(List<TMessage> messages, Action<TMessage> deliver, bool faulty)
    {
        var at = _random.Next(messages.Count);
        var message = messages[at];
        var isDoubled = faulty && _random.Next(5) == 0;
        if (!isDoubled) messages.RemoveAt(at);
        if (faulty && _random.Next(5) == 0) Faults++;
        else deliver(message);
    }

    private void Checkpoint()
    {
        if (_pending is not null) return;
        var id = ++_checkpoints;
        var (state, assigned) = _coordination.Snapshot(id);
        _pending = (id, state, assigned);
    }

    private void AbortCheckpoint()
    {
        if (_pending is not { Id: var id }) return;
        _pending = null;
        _coordination.CheckpointAborted(id);
        foreach (var reader in _readers) reader.Abort(id);
        Faults++;
    }

    private void CompleteCheckpoint()
    {
        if (_pending is not { } pending || !_readers.TrueForAll(r => r.Part?.Checkpoint == pending.Id)) return;
        _completed = (pending.State, [.. _readers.Select(r => (r.Part!.Value.Splits, r.Part.Value.Read)), ([], _earlier)]);
        _coordination.CheckpointComplete(pending.Id);
        foreach (var reader in _readers) reader.Completed = (reader.Part!.Value.Splits, reader.Part.Value.Read);
        _pending = null;
    }

    // As where each reader is a region of its own: it goes on from its part of the last checkpoint, the others do not notice.
    private void LoseReader()
    {
        AbortCheckpoint();
        var lost = Any();
        _coordination.Lose(lost.Subtask, lost.State.Attempt);
        var again = new Reader(lost.Subtask, ++_attempts, lost.Completed.Read, lost.Completed.Splits, _serializers) { Completed = lost.Completed };
        _readers[_readers.IndexOf(lost)] = again;
        Faults++;
    }

    private void Restart()
    {
        Faults++;
        _pending = null;
        // Of other attempts of the job, which are fenced before anything is told to this.
        _states.Clear();
        _answers.Clear();
        var parallelism = _random.Next(1, 5);
        _coordination = new SourceCoordination<Numbers>(_create(), new CoordinationSurroundings
        {
            JobName = "job",
            OperatorName = "source",
            Parallelism = parallelism,
            Time = TimeProvider.System,
            Serializers = _serializers,
            Post = _posted.Enqueue,
            RunBlocking = action => action(),
            Closed = CancellationToken.None,
            AnswerBytesMax = 40,
        });
        _coordination.Start(_completed?.State);
        _earlier = [.. _completed?.Parts.SelectMany(p => p.Read) ?? []];
        var splits = _completed?.Parts.SelectMany(p => p.Splits).ToList() ?? [];
        var attempt = ++_attempts;
        _readers = [.. Enumerable.Range(0, parallelism).Select(s => new Reader(
            s, attempt, [], [.. splits.Where((_, i) => i % parallelism == s)], _serializers))];
        _completed = _completed is null ? null : (_completed.Value.State, [.. _readers.Select(r => r.Completed), ([], _earlier)]);
    }

    private static List<Numbers> Splits() =>
        [.. Enumerable.Range(0, SplitCount).Select(i => new Numbers($"{i}", i * SplitLength, (i + 1) * SplitLength))];

    private sealed class Reader
    {
        private readonly SplitInbox _inbox;
        private readonly SerializerRegistry _serializers;
        private readonly List<Numbers> _splits;
        private long _report;

        public Reader(int subtask, int attempt, List<long> read, List<Numbers> restored, SerializerRegistry serializers)
        {
            Subtask = subtask;
            _inbox = new SplitInbox(subtask, attempt);
            _inbox.Request();
            _serializers = serializers;
            Read = [.. read];
            _splits = [.. restored];
            Completed = ([.. restored], [.. read]);
        }

        public int Subtask { get; }

        public List<long> Read { get; }

        public ReaderState State => _inbox.State;

        public bool HasEnded => _inbox.NoMore && _splits.Count == 0;

        /// <summary>What a completed checkpoint has of it.</summary>
        public (List<Numbers> Splits, List<long> Read) Completed { get; set; }

        public (long Checkpoint, List<Numbers> Splits, List<long> Read)? Part { get; private set; }

        public void Take(SplitAnswer answer)
        {
            foreach (var bytes in _inbox.Take(answer))
            {
                var reader = new ByteReader(bytes);
                _splits.Add(_serializers.Get<Numbers>().Deserialize(ref reader));
            }
        }

        public void ReadOne()
        {
            if (_splits.Count == 0) return;
            var split = _splits[0];
            if (split.Next < split.End) Read.Add(split.Next);
            _splits[0] = split with { Next = split.Next + 1 };
            if (split.Next + 1 < split.End) return;
            _inbox.Report(++_report);
            _splits.RemoveAt(0);
            _inbox.Request();
        }

        public void TrySnapshot((long Id, byte[] State, IReadOnlyList<long> Assigned)? pending)
        {
            if (pending is not { } checkpoint || Part?.Checkpoint == checkpoint.Id || _inbox.Received < checkpoint.Assigned[Subtask]) return;
            Part = (checkpoint.Id, [.. _splits], [.. Read]);
            _inbox.Pass(checkpoint.Id);
        }

        public void TrySnapshotNow((long Id, byte[] State, IReadOnlyList<long> Assigned)? pending, Random random)
        {
            if (random.Next(4) == 0) TrySnapshot(pending);
        }

        public void Abort(long checkpoint) => _inbox.Pass(checkpoint);
    }
}
