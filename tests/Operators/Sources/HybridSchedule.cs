using System.Diagnostics;
using FlowActors.Operators;
using FlowActors.Serialization;
using FlowActors.Sources;
using FlowActors.Sources.Coordination;
using FlowActors.Tests.Harness;

namespace FlowActors.Tests.Sources;

/// <summary>
/// A hybrid source under a random schedule: what enumerator and readers say to each other is lost, doubled and reordered, readers are lost and
/// come back, checkpoints begin, complete and are aborted, all of it starts again from the last one, with another number of readers.
/// </summary>
internal sealed class HybridSchedule(int seed, Source<long> source)
{
    private readonly Random _random = new(seed);
    private readonly List<ReaderState> _states = [];
    private readonly List<SplitAnswer> _answers = [];
    private readonly Queue<Action> _posted = new();
    private readonly SerializerRegistry _serializers = new();
    private List<Reader> _readers = [];
    private SourceCoordination? _coordination;
    private (byte[] State, List<Part> Parts, List<long> Earlier)? _completed;
    private (long Id, byte[] State, IReadOnlyList<long> Assigned)? _pending;
    private List<long> _earlier = [];
    private long _checkpoints;
    private int _attempts;

    /// <summary>How often the things that make it hard have happened.</summary>
    public int Faults { get; private set; }

    public IEnumerable<long> AllRead => _earlier.Concat(_readers.SelectMany(r => r.Read));

    /// <summary>Lets everything happen for so many steps, and then only what leads to the end.</summary>
    public void Run(int steps)
    {
        Restart();
        for (var i = 0; i < steps; i++) Step(faulty: true);
        for (var i = 0; i < 20_000 && !_readers.TrueForAll(r => r.HasEnded); i++) Step(faulty: false);
        Assert.True(_readers.TrueForAll(r => r.HasEnded), $"Seed {seed}: the readers did not come to their end.");
        foreach (var reader in _readers) reader.Close();
        _coordination!.Close();
    }

    private void Step(bool faulty)
    {
        while (_posted.TryDequeue(out var action)) action();
        switch (_random.Next(faulty ? 14 : 9))
        {
            case 0 or 1 when _states.Count > 0: Deliver(_states, s => _coordination!.Hear(s), faulty); break;
            case 2 or 3 when _answers.Count > 0: Deliver(_answers, a => _readers.Find(r => r.Subtask == a.Subtask)?.Take(a), faulty); break;
            case 4 or 5 or 6: Any().ReadOne(); break;
            case 7: _states.Add(Any().State); break;
            // Where few checkpoints are taken, splits of earlier stages come back after a switch.
            case 8 when seed % 3 != 0 || _random.Next(40) == 0: Checkpoint(); break;
            case 10 when _random.Next(3) == 0: AbortCheckpoint(); break;
            case 11 when _random.Next(6) == 0: LoseReader(); break;
            case 12 when _random.Next(20) == 0: Restart(); break;
        }

        foreach (var reader in _readers.Where(_ => _random.Next(4) == 0)) reader.TrySnapshot(_pending);
        CompleteCheckpoint();
        _answers.AddRange(_coordination!.TakeAnswers());
    }

    private Reader Any() => _readers[_random.Next(_readers.Count)];

    private void Deliver<TMessage>(List<TMessage> messages, Action<TMessage> deliver, bool faulty)
    {
        var at = _random.Next(messages.Count);
        var message = messages[at];
        if (!faulty || _random.Next(5) != 0) messages.RemoveAt(at);
        if (faulty && _random.Next(5) == 0) Faults++;
        else deliver(message);
    }

    private void Checkpoint()
    {
        if (_pending is not null) return;
        var id = ++_checkpoints;
        var (state, assigned) = _coordination!.Snapshot(id);
        _pending = (id, state, assigned);
    }

    private void AbortCheckpoint()
    {
        if (_pending is not { Id: var id }) return;
        _pending = null;
        _coordination!.CheckpointAborted(id);
        foreach (var reader in _readers) reader.Abort(id);
        Faults++;
    }

    private void CompleteCheckpoint()
    {
        if (_pending is not { } pending || !_readers.TrueForAll(r => r.Taken?.Checkpoint == pending.Id)) return;
        foreach (var reader in _readers) reader.Completed = reader.Taken!;
        _completed = (pending.State, [.. _readers.Select(r => r.Completed)], _earlier);
        _coordination!.CheckpointComplete(pending.Id);
        _pending = null;
    }

    private void LoseReader()
    {
        AbortCheckpoint();
        var lost = Any();
        lost.Close();
        _coordination!.Lose(lost.Subtask, lost.State.Attempt);
        _readers[_readers.IndexOf(lost)] = new Reader(this, lost.Subtask, _readers.Count, ++_attempts, lost.Completed);
        Faults++;
    }

    private void Restart()
    {
        Faults++;
        foreach (var reader in _readers) reader.Close();
        _coordination?.Close();
        _pending = null;
        // Of other attempts of the job, which are fenced before anything is told to this.
        _states.Clear();
        _answers.Clear();
        var parallelism = _random.Next(1, 5);
        _coordination = source.CreateCoordination(new CoordinationSurroundings
        {
            JobName = "job",
            OperatorName = "source",
            Parallelism = parallelism,
            Time = TimeProvider.System,
            Serializers = _serializers,
            Post = _posted.Enqueue,
            RunBlocking = action => action(),
            Closed = CancellationToken.None,
            AnswerBytesMax = 100,
        });
        _coordination.Start(_completed?.State);
        _earlier = [.. _completed?.Earlier ?? [], .. _completed?.Parts.SelectMany(p => p.Read) ?? []];
        var dealt = source.Deal([.. _completed?.Parts.SelectMany(p => p.Splits) ?? []], parallelism, _serializers);
        var attempt = ++_attempts;
        _readers = [.. Enumerable.Range(0, parallelism).Select(s => new Reader(this, s, parallelism, attempt, new Part(0, dealt[s], [])))];
        if (_completed is { } completed) _completed = (completed.State, [.. _readers.Select(r => r.Completed)], _earlier);
    }

    /// <summary>A reader's part of a checkpoint.</summary>
    private sealed record Part(long Checkpoint, IReadOnlyList<byte[]> Splits, IReadOnlyList<long> Read);

    private sealed class Reader
    {
        private readonly TestOperatorContext _context;
        private readonly RecordingOutput<long> _output;
        private readonly SourceOperator _operator;
        private readonly IReadOnlyList<long> _before;

        public Reader(HybridSchedule schedule, int subtask, int parallelism, int attempt, Part restored)
        {
            Subtask = subtask;
            Completed = restored;
            _before = restored.Read;
            _context = new TestOperatorContext
            {
                Index = 0,
                Subtask = subtask,
                Subtasks = parallelism,
                AttemptNumber = attempt,
                OwnSerializers = schedule._serializers,
                Tell = (state, _) => schedule._states.Add(state),
            };
            _output = new RecordingOutput<long>(_context.Quantum);
            _context.Outputs[0] = _output;
            _operator = schedule.CreateOperator();
            _operator.Setup(_context);
            _operator.RestoreSplits(restored.Splits);
            _operator.Open();
        }

        public int Subtask { get; }

        public IEnumerable<long> Read => _before.Concat(_output.Values);

        public ReaderState State => _context.State!.Value;

        public bool HasEnded { get; private set; }

        public Part Completed { get; set; }

        public Part? Taken { get; private set; }

        public void Take(SplitAnswer answer) => _operator.Take(answer);

        public void ReadOne()
        {
            _output.MakeRoom(1);
            _context.Quantum.Begin(Stopwatch.GetTimestamp());
            HasEnded = _operator.Poll() == Progress.Done;
        }

        public void TrySnapshot((long Id, byte[] State, IReadOnlyList<long> Assigned)? pending)
        {
            if (pending is not { } checkpoint || Taken?.Checkpoint == checkpoint.Id || State.Received < checkpoint.Assigned[Subtask]) return;
            _operator.Snapshot(checkpoint.Id);
            Taken = new Part(checkpoint.Id, _operator.SnapshotSplits(), [.. Read]);
        }

        public void Abort(long checkpoint) => _operator.CheckpointAborted(checkpoint);

        public void Close() => _operator.Close();
    }

    private SourceOperator CreateOperator() => source.CreateOperator();
}
