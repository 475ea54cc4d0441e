using FlowActors.Elements;
using FlowActors.Operators;
using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Exchange;

namespace FlowActors.Runtime.Tests.Exchange;

/// <summary>
/// Several senders and gates with tiny budgets under seeded schedules. Who rests runs again only when something wakes it, so that
/// whoever waits for what others have borrowed, or loses a wake-up, is a schedule that stands still.
/// </summary>
public sealed class ChannelBudgetScheduleTests
{
    private const int BarrierCount = 3;

    [Fact]
    public void Everything_ends_whatever_is_borrowed_aligned_or_not_read()
    {
        for (var seed = 0; seed < 600; seed++)
        {
            using var schedule = new Schedule(seed);
            schedule.Run();
        }
    }

    private sealed class Schedule : IDisposable
    {
        private readonly string _name;
        private readonly List<Actor> _actors = [];
        private readonly SortedSet<int> _runnable = [];
        private readonly List<(InputBudget Budget, long Bytes)> _budgets = [];

        public Schedule(int seed)
        {
            _name = $"seed {seed}";
            Random = new Random(seed);
            var credits = Random.Next(1, 5);
            BatchBytes = sizeof(long) * Random.Next(1, 9);
            Flushes = Random.Next(3) > 0;
            var (gates, inputs) = (Random.Next(1, 4), Random.Next(1, 3));
            var senders = Enumerable.Range(0, inputs).Select(_ => Random.Next(1, 5)).ToArray();
            var channels = new LocalChannel<long>[inputs][,];
            for (var input = 0; input < inputs; input++) channels[input] = new LocalChannel<long>[senders[input], gates];
            for (var gate = 0; gate < gates; gate++)
            {
                var actor = new Gate(this, _actors.Count);
                _actors.Add(actor);
                for (var input = 0; input < inputs; input++)
                {
                    var bytes = Random.Next(4) * BatchBytes;
                    var budget = Random.Next(4) == 0 ? null : new InputBudget(bytes);
                    if (budget is not null) _budgets.Add((budget, bytes));
                    for (var sender = 0; sender < senders[input]; sender++)
                        channels[input][sender, gate] = new LocalChannel<long>(new LocalSettings(credits, bytes), budget, actor);
                }

                actor.Connect([.. Enumerable.Range(0, inputs).Select(i => Enumerable.Range(0, senders[i]).Select(s => channels[i][s, gate].Receiver).ToArray())]);
            }

            for (var input = 0; input < inputs; input++)
            {
                for (var sender = 0; sender < senders[input]; sender++)
                    _actors.Add(new Sender(this, _actors.Count, [.. Enumerable.Range(0, gates).Select(g => channels[input][sender, g])]));
            }
        }

        public Random Random { get; }

        public int BatchBytes { get; }

        public bool Flushes { get; }

        public void Wake(int actor) => _runnable.Add(actor);

        public void Run()
        {
            for (var i = 0; i < _actors.Count; i++) _runnable.Add(i);
            while (_runnable.Count > 0)
            {
                var chosen = _runnable.ElementAt(Random.Next(_runnable.Count));
                _runnable.Remove(chosen);
                if (_actors[chosen].Run() == Progress.Yielded) _runnable.Add(chosen);
                Assert.All(_budgets, b => Assert.InRange(b.Budget.Free, 0, b.Bytes));
            }

            Assert.True(_actors.TrueForAll(a => a.HasEnded), $"{_name}: it stands still.");
            Assert.All(_budgets, b => Assert.Equal(b.Bytes, b.Budget.Free));
            var sent = _actors.OfType<Sender>().SelectMany(s => s.Records).Order();
            Assert.Equal(sent, _actors.OfType<Gate>().SelectMany(g => g.Records).Order());
            Assert.All(_actors.OfType<Gate>(), g => g.Check(_name));
        }

        public void Dispose()
        {
            foreach (var sender in _actors.OfType<Sender>()) sender.Dispose();
        }
    }

    private abstract class Actor(Schedule schedule, int number) : IWakeable
    {
        protected Schedule Schedule => schedule;

        protected RunQuantum Quantum { get; } = new(TimeSpan.FromDays(1));

        public bool HasEnded { get; protected set; }

        public void Wake() => schedule.Wake(number);

        public void BarrierAnnounced()
        {
        }

        public void Fail(Exception failure) => throw failure;

        public Progress Run()
        {
            if (HasEnded) return Progress.Done;
            Quantum.Begin(0);
            return Work();
        }

        protected abstract Progress Work();
    }

    /// <summary>Emits to channels at random, with barriers among the records, as a subtask does between two looks at its outputs.</summary>
    private sealed class Sender : Actor, IBlockingScope, IDisposable
    {
        private readonly OutputGroup _group;
        private readonly ChannelWriter<long>[] _channels;
        private readonly long _first;
        private int _left;
        private int _barrier;
        private bool _ended;

        public Sender(Schedule schedule, int number, LocalChannel<long>[] channels)
            : base(schedule, number)
        {
            _first = number * 1_000_000L;
            _group = new OutputGroup(Quantum, 4, this);
            var sizer = OutputTests.Sizer<long>(1_024, schedule.BatchBytes);
            var pool = new BatchPool<long>(4, capacityMax: sizer.RecordsMax);
            var copies = new BatchPool<long>(4, capacityMax: sizer.RecordsMax);
            _channels = Array.ConvertAll(channels, c => new ChannelWriter<long>(c.Open(this, copies), pool, _group, sizer));
            _left = schedule.Random.Next(60);
        }

        public List<long> Records { get; } = [];

        public IDisposable Enter() => throw new InvalidOperationException("A loop of the engine was made to wait.");

        public void Dispose() => _group.Dispose();

        protected override Progress Work()
        {
            if (!_group.Drain()) return Rest(Progress.OutputFull);
            while (!Quantum.ShouldYield() && !_ended)
            {
                if (_left-- > 0) Emit();
                else Mark();
                if (Schedule.Random.Next(8) == 0) Quantum.Interrupt();
            }

            if (_ended)
            {
                _group.Flush();
                HasEnded = _group.Drain();
                return Rest(HasEnded ? Progress.Done : Progress.OutputFull);
            }

            return Rest(_group.Drain() ? Progress.Yielded : Progress.OutputFull);
        }

        private Progress Rest(Progress result)
        {
            if (Schedule.Flushes && _group.CanFlush) _group.Flush();
            else if (result != Progress.Yielded) _group.Push();
            return result;
        }

        private void Emit()
        {
            Records.Add(_first + Records.Count);
            _channels[Schedule.Random.Next(_channels.Length)].Add(Records[^1]);
        }

        private void Mark()
        {
            _ended = _barrier == BarrierCount;
            _barrier++;
            foreach (var channel in _channels) channel.Mark(_ended ? ControlKind.EndOfInput : ControlKind.Barrier, _ended ? 0 : _barrier);
            _left = Schedule.Random.Next(60);
        }
    }

    /// <summary>Reads its second input only once the first has ended, or where the barriers of the first stand.</summary>
    private sealed class Gate(Schedule schedule, int number) : Actor(schedule, number), IInputSelectable, IGateEvents
    {
        private InputGate? _gate;
        private int _inputs;
        private int _endedInputs;

        public List<long> Records { get; } = [];

        public List<long> Checkpoints { get; } = [];

        public int? NextInput => _endedInputs == 0 && _inputs > 1 ? 0 : null;

        public void Connect(BatchReceiver<long>[][] inputs)
        {
            _inputs = inputs.Length;
            _gate = new InputGate([.. inputs.Select(channels => new InputPort<long>(channels, new Target(this), Quantum))], this, Quantum, this);
        }

        public void Check(string name)
        {
            Assert.Equal(Enumerable.Range(1, BarrierCount).Select(b => (long)b), Checkpoints);
            foreach (var ofSender in Records.GroupBy(r => r / 1_000_000)) Assert.True(ofSender.SequenceEqual(ofSender.Order()), $"{name}: records overtook each other.");
        }

        public void Barrier(CheckpointBarrier barrier) => Checkpoints.Add(barrier.Checkpoint);

        public void CheckpointAborted(long checkpoint) => Assert.Fail($"Checkpoint {checkpoint} was aborted.");

        public void Idle()
        {
        }

        public void EndOfInput(int input) => _endedInputs++;

        public void Watermark(long timestamp)
        {
        }

        public void Status(bool active)
        {
        }

        public Input<T> GetInput<T>(int input) => throw new NotSupportedException();

        public void Setup(OperatorContext context)
        {
        }

        public void Open()
        {
        }

        public void EndInput(int input)
        {
        }

        public Progress Resume() => Progress.Done;

        public void PrepareBarrier(long checkpointId)
        {
        }

        public void Snapshot(long checkpointId)
        {
        }

        public void CheckpointComplete(long checkpointId)
        {
        }

        public void Finish()
        {
        }

        public void Close()
        {
        }

        protected override Progress Work()
        {
            var result = _gate!.Run();
            HasEnded = result == Progress.Done;
            return result;
        }

        private sealed class Target(Gate gate) : Input<long>
        {
            public override void Collect(long value, long timestamp)
            {
                gate.Records.Add(value);
                if (gate.Schedule.Random.Next(6) == 0) gate.Quantum.Interrupt();
            }
        }
    }
}
