using FlowActors.Operators;
using FlowActors.Sinks;
using FlowActors.State;
using FlowActors.Tests.Harness;

namespace FlowActors.Tests.Sinks.Commits;

/// <summary>
/// A sink under seeded schedules of records, barriers, completions, aborts and restarts, with every outcome of commits: each record is
/// visible once, in the order of checkpoints, and what was restored comes first.
/// </summary>
public class CommitScheduleTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Each_record_is_committed_exactly_once_whatever_happens(bool atEndOnly)
    {
        for (var seed = 0; seed < 120; seed++)
        {
            try
            {
                new Schedule(seed, atEndOnly).Run();
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"The schedule of seed {seed} fails.", e);
            }
        }
    }

    /// <summary>One run: a source that is rewound to the checkpoint that is restored, a sink, and a store that outlives them.</summary>
    private sealed class Schedule(int seed, bool atEndOnly)
    {
        private const int Records = 60;
        private readonly Random _random = new(seed);
        private readonly Ledger _ledger = new();
        private readonly SortedDictionary<long, Checkpoint> _taken = [];
        private Checkpoint _restored = new(0, [], []);
        private TestOperatorContext _context = new();
        private SinkOperator<int> _operator = null!;
        private int _position;
        private long _checkpoint;
        private bool _isEnded;

        public void Run()
        {
            _ledger.Script = Decide;
            Start();
            for (var step = 0; step < 400 && !(_isEnded && _random.Next(4) == 0); step++) Step();
            if (!_isEnded) End();
            _ledger.Script = null;
            _operator.Finish();
            Drain();
            Assert.Equal(Progress.Done, _operator.Resume());
            _operator.Close();
            Assert.Equal(Enumerable.Range(0, Records), _ledger.Visible.Order());
            Assert.Equal(_ledger.Order.Order(), _ledger.Order);
            Assert.Empty(_context.Dropped);
        }

        private void Step()
        {
            switch (_random.Next(12))
            {
                case < 4 when !_isEnded && _position < Records:
                    _operator.Collect(_position++, Timestamps.None);
                    break;
                case 4 when !_isEnded && _position == Records:
                    End();
                    break;
                case 5 or 6:
                    Barrier();
                    break;
                case 7 when _taken.Count > 0:
                    Complete(_taken.Keys.ElementAt(_random.Next(_taken.Count)));
                    break;
                case 8 when _taken.Count > 0:
                    var aborted = _taken.Keys.ElementAt(_random.Next(_taken.Count));
                    _taken.Remove(aborted);
                    _operator.CheckpointAborted(aborted);
                    break;
                case 9 when _random.Next(3) == 0:
                    Restart();
                    break;
                case 10:
                    RunOne();
                    break;
                case 11:
                    _context.Clock.Advance(TimeSpan.FromSeconds(_random.Next(20)));
                    break;
            }
        }

        // Idempotent, and now and then told to come again, with less, or although it is done.
        private void Decide(CommitRequest<Prepared> request)
        {
            if (request.Retries < 3)
            {
                switch (_random.Next(6))
                {
                    case 0:
                        request.RetryLater();
                        return;
                    case 1 when request.Committable.Records.Count > 1:
                        var (number, records) = request.Committable;
                        _ledger.Commit(new Prepared(number, records[..1]));
                        request.UpdateAndRetryLater(new Prepared(number, records[1..]));
                        return;
                    case 2:
                        _ledger.Commit(request.Committable);
                        request.RetryLater();
                        return;
                }
            }

            if (!_ledger.Commit(request.Committable)) request.SignalAlreadyCommitted();
        }

        private void Barrier()
        {
            _operator.PrepareBarrier(++_checkpoint);
            _operator.Snapshot(_checkpoint);
            _taken[_checkpoint] = new Checkpoint(_position, [.. State<PendingCommit<Prepared>>(SinkCommits<Prepared>.Name)], [.. State<int>(WriterState<int>.Name)]);
        }

        private void Complete(long checkpoint)
        {
            _restored = _taken[checkpoint];
            foreach (var earlier in _taken.Keys.Where(n => n <= checkpoint).ToArray()) _taken.Remove(earlier);
            _operator.CheckpointComplete(checkpoint);
        }

        private void End()
        {
            while (_position < Records) _operator.Collect(_position++, Timestamps.None);
            _operator.EndInput(0);
            _isEnded = true;
        }

        private void Restart()
        {
            _context.Cancel();
            _operator.Close();
            _taken.Clear();
            Start();
        }

        private void Start()
        {
            _context = new TestOperatorContext { Blocking = [] };
            _operator = new SinkOperator<int>(new LedgerSink(_ledger, atEndOnly));
            _operator.Setup(_context);
            _context.OperatorState.GetListState(new ListStateDescriptor<PendingCommit<Prepared>>(SinkCommits<Prepared>.Name)).Update(_restored.Pending);
            _context.OperatorState.GetListState(new ListStateDescriptor<int>(WriterState<int>.Name)).Update(_restored.Open);
            _operator.Open();
            _position = _restored.Position;
            _isEnded = false;
        }

        private IEnumerable<T> State<T>(string name) => _context.OperatorState.GetListState(new ListStateDescriptor<T>(name)).Get();

        private void RunOne()
        {
            if (_context.Blocking!.TryDequeue(out var work)) work();
            else if (_context.Completed.TryDequeue(out var completion)) completion();
        }

        private void Drain()
        {
            for (var i = 0; i < 10_000 && _operator.Resume() != Progress.Done; i++)
            {
                RunOne();
                _context.Clock.Advance(TimeSpan.FromSeconds(10));
            }
        }
    }

    private sealed record Checkpoint(int Position, PendingCommit<Prepared>[] Pending, int[] Open);
}
