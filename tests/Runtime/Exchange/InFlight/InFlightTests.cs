using System.Diagnostics;
using System.Globalization;
using FlowActors.Elements;
using FlowActors.Operators;
using FlowActors.Partitioning;
using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Exchange;
using FlowActors.Runtime.Exchange.InFlight;
using FlowActors.Runtime.Subtasks.Dispatching;
using FlowActors.Runtime.Tests.Transport;
using FlowActors.Runtime.Transport;
using FlowActors.Serialization;

namespace FlowActors.Runtime.Tests.Exchange.InFlight;

/// <summary>
/// Senders, channels and gates under seeded schedules, within a node and between two. Barriers overtake what is under way, at once or after they
/// have gone out behind it; then everything is thrown away, and new senders, channels and gates go on from what each had when it took part, and
/// from what was under way: nothing is lost, doubled or reordered within its channel.
/// </summary>
public sealed class InFlightTests
{
    private static readonly SerializerRegistry Serializers = SerializerRegistry.Default;

    [Fact]
    public void Restored_from_a_barrier_that_overtook_nothing_is_lost_doubled_or_reordered()
    {
        var recorded = 0L;
        for (var seed = 0; seed < 1_200; seed++)
        {
            var random = new Random(seed);
            var world = new World(random, seed % 6, isRemote: seed % 12 >= 6);
            for (var round = random.Next(1, 5); round > 0; round--)
            {
                for (var steps = random.Next(300); steps > 0; steps--) world.Step();
                world.Checkpoint(round, isLate: random.Next(2) == 0);
                recorded += world.UnderWay;
                if (random.Next(3) > 0) world = world.Restored();
            }

            world.RunToEnd();
            world.Check($"seed {seed}");
        }

        Assert.True(recorded > 10_000, $"{recorded} records were under way in all: the schedules show little.");
    }

    [Fact]
    public void What_is_put_back_says_nothing_of_checkpoints_and_ends()
    {
        var batch = new Batch<string>(4);
        batch.Mark(Elements.ControlKind.Watermark, 1);
        batch.Mark(Elements.ControlKind.CheckpointAborted, 2);
        batch.Add("a", 5);
        batch.Mark(Elements.ControlKind.EndOfInput, 0);
        batch.Mark(Elements.ControlKind.Barrier, 3);
        var back = batch.ToPutBack();
        Assert.Equal(["a"], back.Values.ToArray());
        Assert.Equal([5], back.Timestamps.ToArray());
        Assert.Equal([new ControlMark(0, Elements.ControlKind.Watermark, 1)], back.Marks.ToArray());
    }

    [Fact]
    public void A_batch_that_is_retained_outlives_its_channel()
    {
        var pool = new BatchPool<string>(4);
        var batch = pool.Rent();
        batch.Add("a", Timestamps.None);
        batch.Retain();
        batch.Release();
        Assert.Equal(1, batch.Count);
        Assert.NotSame(batch, pool.Rent());
        batch.Release();
        Assert.Same(batch, pool.Rent());
    }

    /// <summary>Three senders and two gates, joined by channels of a few credits.</summary>
    private sealed class World
    {
        public const int GateCount = 2;
        private const int SenderCount = 3;
        private readonly Random _random;
        private readonly int _kind;
        private readonly Wire? _wire;
        private readonly bool[] _announced = new bool[GateCount];
        private Action? _within;
        private (int Emitted, IReadOnlyList<ChannelData> Channels)[] _sent = [];
        private (List<string> Received, IReadOnlyList<ChannelRecording?> Inputs)[] _taken = [];

        public World(Random random, int kind, bool isRemote)
            : this(random, kind, isRemote, [.. Enumerable.Range(0, GateCount).Select(_ => new List<string>())], new int[SenderCount])
        {
        }

        private World(Random random, int kind, bool isRemote, List<string>[] received, int[] emitted)
        {
            (_random, _kind, Received) = (random, kind, received);
            _wire = isRemote ? new Wire(random) : null;
            var gates = Enumerable.Range(0, GateCount).Select(_ => new Listener()).ToArray();
            var channels = Enumerable.Range(0, SenderCount * GateCount).Select(i => _wire?.Join(i, gates[i % GateCount]) ?? Joint.Local(random.Next(1, 4), gates[i % GateCount])).ToArray();
            Senders = [.. Enumerable.Range(0, SenderCount).Select(s => new Sender(s, kind, channels[(s * GateCount)..((s + 1) * GateCount)], emitted))];
            Heads = [.. Enumerable.Range(0, GateCount).Select(g => new Head(received[g], () => MayStop(g)))];
            Gates =
            [
                .. Enumerable.Range(0, GateCount).Select(g =>
                {
                    var receivers = Enumerable.Range(0, SenderCount).Select(s => channels[(s * GateCount) + g].Receiver).ToArray();
                    return new InputGate([new InputPort<long>(receivers, Heads[g], Quanta[g])], Heads[g], Quanta[g], Heads[g], [.. Enumerable.Repeat(Senders[0].MayBeOvertaken, SenderCount)]);
                }),
            ];
            for (var g = 0; g < GateCount; g++)
            {
                var gate = g;
                Heads[g].Take = barrier => _taken[gate] = ([.. Received[gate]], barrier.Overtakes ? Gates[gate].Record(barrier.Checkpoint) : []);
                gates[g].Announced = () => _announced[gate] = true;
            }
        }

        public Sender[] Senders { get; }

        public InputGate[] Gates { get; }

        public List<string>[] Received { get; }

        /// <summary>How many records the last checkpoint holds.</summary>
        public long UnderWay => _sent.Sum(s => s.Channels.Sum(c => c.Records)) + _taken.Sum(t => t.Inputs.Sum(r => r?.Data.Records ?? 0));

        private Head[] Heads { get; }

        private RunQuantum[] Quanta { get; } = [.. Enumerable.Range(0, GateCount).Select(_ => new RunQuantum(TimeSpan.FromDays(1)))];

        public void Step()
        {
            if (_random.Next(4) == 0) _wire?.Network.PumpOnce();
            if (_random.Next(3) == 0) RunGate(_random.Next(GateCount));
            else Senders[_random.Next(SenderCount)].Step(_random);
        }

        /// <summary>A whole checkpoint: each takes part when the schedule lets it.</summary>
        /// <param name="number">Its number from the end.</param>
        /// <param name="isLate">Whether its barriers go out behind what is under way, and overtake that only later.</param>
        public void Checkpoint(int number, bool isLate)
        {
            var behind = new CheckpointBarrier(100 - number, Mode: isLate ? CheckpointMode.AlignedWithTimeout : CheckpointMode.Unaligned);
            var overtaking = behind with { Mode = CheckpointMode.Unaligned };
            _sent = new (int Emitted, IReadOnlyList<ChannelData> Channels)[SenderCount];
            _taken = new (List<string> Received, IReadOnlyList<ChannelRecording?> Inputs)[GateCount];
            foreach (var sender in Senders.OrderBy(_ => _random.Next()))
            {
                for (var steps = _random.Next(20); steps > 0; steps--) Step();
                // Perhaps while a gate is at work, and with more behind it at once.
                if (_random.Next(2) == 0) _within = Pass;
                for (var steps = 20; _within is not null && steps > 0; steps--) RunGate(_random.Next(GateCount));
                if (_sent[sender.Number].Channels is null) Pass();

                void Pass()
                {
                    _within = null;
                    _sent[sender.Number] = (sender.Emitted[sender.Number], sender.Barrier(behind));
                    for (var steps = _random.Next(30); steps > 0; steps--) sender.Step(_random);
                }
            }

            if (isLate)
            {
                for (var steps = _random.Next(60); steps > 0; steps--) Step();
                foreach (var who in Enumerable.Range(0, SenderCount + GateCount).OrderBy(_ => _random.Next()))
                {
                    for (var steps = _random.Next(20); steps > 0; steps--) Step();
                    if (who >= SenderCount) Gates[who - SenderCount].Enter(overtaking);
                    else _sent[who] = _sent[who] with { Channels = Senders[who].OvertakeMarked(overtaking) };
                }
            }

            for (var round = 0; !Array.TrueForAll(_taken, t => t.Received is not null && t.Inputs.All(r => r is null or { IsComplete: true })); round++)
            {
                Assert.True(round < 100_000, "A checkpoint does not end.");
                Step();
            }
        }

        /// <summary>Others, of the same kind, that go on from the last checkpoint.</summary>
        public World Restored()
        {
            var next = new World(_random, _kind, _wire is not null, [.. _taken.Select(t => t.Received)], [.. _sent.Select(s => s.Emitted)]);
            for (var s = 0; s < SenderCount; s++)
            {
                for (var g = 0; g < _sent[s].Channels.Count; g++) next.Senders[s].Writer.Restore(g, Coded(_sent[s].Channels[g]));
            }

            for (var g = 0; g < GateCount; g++)
            {
                for (var s = 0; s < _taken[g].Inputs.Count; s++)
                {
                    if (_taken[g].Inputs[s] is { } recording) next.Gates[g].Restore(s, Coded(recording.Data));
                }
            }

            return next;
        }

        public void RunToEnd()
        {
            foreach (var sender in Senders) sender.End();
            for (var round = 0; ; round++)
            {
                Assert.True(round < 10_000, "Something stands still.");
                foreach (var sender in Senders)
                {
                    sender.Group.Drain();
                    sender.Group.Push();
                }

                _wire?.Network.Pump();
                var done = 0;
                for (var gate = 0; gate < GateCount; gate++)
                {
                    if (RunGate(gate) == Progress.Done) done++;
                }

                if (done == GateCount) return;
            }
        }

        public void Check(string seed)
        {
            var all = new List<string>();
            for (var gate = 0; gate < GateCount; gate++)
            {
                for (var sender = 0; sender < SenderCount; sender++)
                {
                    var prefix = $"s{sender}.";
                    var numbers = Received[gate].Where(l => l.StartsWith(prefix, StringComparison.Ordinal)).Select(l => int.Parse(l[prefix.Length..], CultureInfo.InvariantCulture)).ToArray();
                    Assert.True(numbers.SequenceEqual(numbers.Order()), $"{seed}: sender {sender} to gate {gate} came as {string.Join(' ', numbers)}");
                    all.AddRange(numbers.Select(n => $"{prefix}{n}"));
                }

                Assert.Equal("end 0", Received[gate][^1]);
            }

            // A broadcast record comes to all gates, any other to one.
            var copies = _kind == 0 ? GateCount : 1;
            var expected = Enumerable.Range(0, SenderCount)
                .SelectMany(s => Enumerable.Range(0, Senders[0].Emitted[s]).SelectMany(n => Enumerable.Repeat($"s{s}.{n}", copies)));
            Assert.True(all.Order().SequenceEqual(expected.Order()), $"{seed}: {all.Count} records came");
        }

        private static string Text(long record) => string.Create(CultureInfo.InvariantCulture, $"s{record / 1_000_000}.{record % 1_000_000}");

        private static ChannelData<long> Coded(ChannelData data)
        {
            var codec = new BatchCodec<long>(Serializers.Get<long>());
            return new ChannelData<long>([.. Enumerable.Range(0, data.Count).Select(i =>
            {
                var batch = new Batch<long>(0);
                codec.Decode(data.Encode(i, Serializers), batch);
                return batch;
            })]);
        }

        private Progress RunGate(int gate)
        {
            if (_announced[gate])
            {
                _announced[gate] = false;
                Gates[gate].LookForBarriers();
            }

            Quanta[gate].Begin(Stopwatch.GetTimestamp());
            return Gates[gate].Run();
        }

        private void MayStop(int gate)
        {
            if (_random.Next(4) == 0) Quanta[gate].Interrupt();
            if (_random.Next(3) == 0) _within?.Invoke();
        }

        private sealed class Head(List<string> lines, Action onRecord) : Output<long>, IGateEvents
        {
            public Action<CheckpointBarrier> Take { get; set; } = _ => { };

            public override void Collect(long value, long timestamp)
            {
                lines.Add(Text(value));
                onRecord();
            }

            public override void Watermark(long timestamp) => lines.Add("watermark");

            public override void Status(bool active)
            {
            }

            public void Barrier(CheckpointBarrier barrier) => Take(barrier);

            public void CheckpointAborted(long checkpoint) => Assert.Fail($"Checkpoint {checkpoint} was aborted.");

            public void Idle() => Status(false);

            public void EndOfInput(int input) => lines.Add($"end {input}");
        }
    }

    /// <summary>Both ends of a channel.</summary>
    private sealed record Joint(Func<BatchPool<long>, OutgoingEdge<long>, BatchSender<long>> Open, BatchReceiver<long> Receiver)
    {
        public static Joint Local(int credits, IWakeable gate)
        {
            var channel = new LocalChannel<long>(new LocalSettings(credits, 65_536), null, gate);
            return new Joint((pool, _) => channel.Open(new Listener(), pool), channel.Receiver);
        }
    }

    /// <summary>
    /// Channels between two nodes: a batch goes in pieces, pieces in messages, and what finds no room on the way waits with its sender.
    /// </summary>
    private sealed class Wire
    {
        private readonly InProcessTransport _from;
        private readonly InProcessTransport _to;
        private readonly RemoteSettings _limits;

        public Wire(Random random)
        {
            _from = Network.AddNode(new TransportSettings("A") { WindowBytes = 300 });
            _to = Network.AddNode(new TransportSettings("B") { WindowBytes = random.Next(100, 300) });
            _limits = new RemoteSettings(random.Next(1, 4), 64, PieceBytes: random.Next(20, 60), MessageBytesMax: 4_096);
        }

        public InProcessNetwork Network { get; } = new();

        public Joint Join(int number, IWakeable gate)
        {
            var address = new ChannelAddress(1, 1, number);
            var receiver = new RemoteReceiver<long>(_to, address, new InputChannels<long>(Serializers.Get<long>(), 1, null), gate, _limits.CreditsPerChannel);
            return new Joint((_, edge) => new RemoteSender<long>(_from, address, _to.LocalEndpoint, edge with { MessageBytes = 100 }, new Listener(), _limits), receiver);
        }
    }

    private sealed class Sender
    {
        private readonly RecordWriter<long> _writer;
        private readonly RunQuantum _quantum = new(TimeSpan.FromDays(1));

        public Sender(int number, int kind, Joint[] channels, int[] emitted)
        {
            (Number, Emitted) = (number, emitted);
            Group = new OutputGroup(_quantum, 1_000, new ExecutorBlockingScope());
            var sizer = new BatchSizer<long>(Serializers.Get<long>(), 5, 65_536, 65_536);
            var pool = new BatchPool<long>(8);
            var cursor = new ExecutionCursor();
            var edge = new OutgoingEdge<long>(Serializers.Get<long>(), sizer, "sender", "gate");
            MayBeOvertaken = PartitionerOf(kind).MayBeOvertaken;
            _writer = PartitionerOf(kind).Accept(new WriterFactory<long>(new WriterSettings<long>(
                number,
                128,
                Serializers,
                edge,
                pool,
                Group,
                new SelectorCursor(cursor, 0),
                _ => new SelectorCursor(cursor, 1))));
            _writer.Connect(Array.ConvertAll(channels, c => new ChannelWriter<long>(c.Open(pool, edge), pool, Group, sizer)));
            if (_writer is IFlushable flushable) Group.Add(flushable);
        }

        public int Number { get; }

        public bool MayBeOvertaken { get; }

        public RecordWriter<long> Writer => _writer;

        public OutputGroup Group { get; }

        public int[] Emitted { get; }

        public void Step(Random random)
        {
            switch (random.Next(12))
            {
                case 0:
                    Group.Flush();
                    break;
                case 1:
                    _writer.Watermark(Emitted[Number]);
                    break;
                case 2:
                    Group.Drain();
                    break;
                default:
                    // As a subtask does: nothing is emitted while something that was put back, or did not find room, waits.
                    if (Group.Drain()) _writer.Collect((Number * 1_000_000L) + Emitted[Number]++, Timestamps.None);
                    break;
            }
        }

        public IReadOnlyList<ChannelData> Barrier(CheckpointBarrier barrier)
        {
            if (barrier.Overtakes && MayBeOvertaken) return Overtake(barrier, isMarked: false);
            _writer.Mark(Elements.ControlKind.Barrier, barrier.ToMark());
            return [];
        }

        public IReadOnlyList<ChannelData> OvertakeMarked(CheckpointBarrier barrier) => MayBeOvertaken ? Overtake(barrier, isMarked: true) : [];

        private IReadOnlyList<ChannelData> Overtake(CheckpointBarrier barrier, bool isMarked)
        {
            Group.FlushBlocks();
            return _writer.Overtake(barrier, isMarked);
        }

        public void End() => _writer.Mark(Elements.ControlKind.EndOfInput, 0);

        private static Partitioner<long> PartitionerOf(int kind) => kind switch
        {
            0 => new BroadcastPartitioner<long>(),
            1 => new RebalancePartitioner<long>(),
            2 => new KeyGroupPartitioner<long, long>(x => x),
            3 => new KeyGroupPartitioner<long, string>(x => x.ToString(CultureInfo.InvariantCulture)),
            4 => new CustomPartitioner<long>((x, gates) => (int)(x % gates), []),
            _ => new ForwardPartitioner<long>(),
        };
    }

    private sealed class Listener : IWakeable
    {
        public Action Announced { get; set; } = () => { };

        public void Wake()
        {
        }

        public void BarrierAnnounced() => Announced();

        public void Fail(Exception failure) => throw failure;
    }
}
