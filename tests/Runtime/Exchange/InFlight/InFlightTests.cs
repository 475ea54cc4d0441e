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
/// Senders, channels and gates under seeded schedules, within a node and between two. Whatever is under way is taken out anywhere,
/// everything is thrown away, and new senders, channels and gates go on with it: nothing is lost, doubled or reordered within its channel.
/// </summary>
public sealed class InFlightTests
{
    private static readonly SerializerRegistry Serializers = SerializerRegistry.Default;

    [Fact]
    public void Taken_out_and_put_back_anywhere_nothing_is_lost_doubled_or_reordered()
    {
        for (var seed = 0; seed < 1_200; seed++)
        {
            var random = new Random(seed);
            var world = new World(random, seed % 6, isRemote: seed % 12 >= 6);
            for (var round = random.Next(1, 5); round > 0; round--)
            {
                for (var steps = random.Next(400); steps > 0; steps--) world.Step();
                world = world.TakeOutAndPutBack();
            }

            world.RunToEnd();
            world.Check($"seed {seed}");
        }
    }

    [Fact]
    public void A_recording_holds_what_comes_before_the_barrier_and_nothing_else()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var world = new World(random, seed % 6, isRemote: seed % 12 >= 6);
            for (var steps = random.Next(200); steps > 0; steps--) world.Step();
            var recordings = world.Gates.Select(g => g.Record(1)).ToArray();
            var before = world.Received.Select(r => r.Count).ToArray();
            foreach (var sender in world.Senders) sender.Barrier(1);
            world.RunToEnd();

            for (var gate = 0; gate < World.GateCount; gate++)
            {
                Assert.All(recordings[gate], r => Assert.True(r.IsComplete));
                var recorded = recordings[gate].SelectMany(r => World.RecordsOf(r.Data)).Order();
                var barrier = world.Received[gate].IndexOf("barrier 1");
                var expected = world.Received[gate].Take(barrier).Skip(before[gate]).Where(line => line[0] == 's').Order();
                Assert.Equal(expected, recorded);
            }
        }
    }

    [Fact]
    public void What_is_put_back_says_nothing_of_checkpoints()
    {
        var batch = new Batch<string>(4);
        batch.Mark(Elements.ControlKind.Watermark, 1);
        batch.Mark(Elements.ControlKind.CheckpointAborted, 2);
        batch.Add("a", 5);
        batch.Mark(Elements.ControlKind.Barrier, 3);
        var back = batch.WithoutCheckpoints();
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

        public World(Random random, int kind, bool isRemote)
            : this(random, kind, isRemote, [.. Enumerable.Range(0, GateCount).Select(_ => new List<string>())], new int[SenderCount])
        {
        }

        private World(Random random, int kind, bool isRemote, List<string>[] received, int[] emitted)
        {
            (_random, _kind, Received) = (random, kind, received);
            _wire = isRemote ? new Wire(random) : null;
            var channels = Enumerable.Range(0, SenderCount * GateCount).Select(i => _wire?.Join(i) ?? Joint.Local(random.Next(1, 4))).ToArray();
            Senders = [.. Enumerable.Range(0, SenderCount).Select(s => new Sender(s, kind, channels[(s * GateCount)..((s + 1) * GateCount)], emitted))];
            Gates =
            [
                .. Enumerable.Range(0, GateCount).Select(g =>
                {
                    var head = new Head(received[g], () => MayStop(g));
                    var receivers = Enumerable.Range(0, SenderCount).Select(s => channels[(s * GateCount) + g].Receiver).ToArray();
                    return new InputGate([new InputPort<long>(receivers, head, Quanta[g])], head, Quanta[g], head);
                }),
            ];
        }

        public Sender[] Senders { get; }

        public InputGate[] Gates { get; }

        public List<string>[] Received { get; }

        private RunQuantum[] Quanta { get; } = [.. Enumerable.Range(0, GateCount).Select(_ => new RunQuantum(TimeSpan.FromDays(1)))];

        public static IEnumerable<string> RecordsOf(ChannelData data) => ((ChannelData<long>)data).Batches.SelectMany(b => b.Values.ToArray()).Select(Text);

        public void Step()
        {
            if (_random.Next(4) == 0) _wire?.Network.PumpOnce();
            if (_random.Next(3) == 0) RunGate(_random.Next(GateCount));
            else Senders[_random.Next(SenderCount)].Step(_random);
        }

        public World TakeOutAndPutBack()
        {
            var inFlight = Senders.Select(s => s.Group.Copy()).ToArray();
            _wire?.Arrive(Senders);
            var waiting = Gates.Select(g => g.Record(null).Select(r => r.Data).ToArray()).ToArray();
            var next = new World(_random, _kind, _wire is not null, Received, Senders[0].Emitted);
            for (var i = 0; i < SenderCount; i++) next.Senders[i].Group.Restore(inFlight[i]);
            for (var i = 0; i < GateCount; i++) next.Gates[i].Restore(waiting[i]);
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

        private Progress RunGate(int gate)
        {
            Quanta[gate].Begin(Stopwatch.GetTimestamp());
            return Gates[gate].Run();
        }

        private void MayStop(int gate)
        {
            if (_random.Next(4) == 0) Quanta[gate].Interrupt();
        }

        private sealed class Head(List<string> lines, Action onRecord) : Output<long>, IGateEvents
        {
            public override void Collect(long value, long timestamp)
            {
                lines.Add(Text(value));
                onRecord();
            }

            public override void Watermark(long timestamp) => lines.Add("watermark");

            public override void Status(bool active)
            {
            }

            public void Barrier(CheckpointBarrier barrier) => lines.Add($"barrier {barrier.Checkpoint}");

            public void CheckpointAborted(long checkpoint) => lines.Add($"aborted {checkpoint}");

            public void Idle() => Status(false);

            public void EndOfInput(int input) => lines.Add($"end {input}");
        }
    }

    /// <summary>Both ends of a channel.</summary>
    private sealed record Joint(Func<BatchPool<long>, OutgoingEdge<long>, BatchSender<long>> Open, BatchReceiver<long> Receiver)
    {
        public static Joint Local(int credits)
        {
            var channel = new LocalChannel<long>(new LocalSettings(credits, 65_536), null, new Deaf());
            return new Joint((pool, _) => channel.Open(new Deaf(), pool), channel.Receiver);
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

        public Joint Join(int number)
        {
            var address = new ChannelAddress(1, 1, number);
            var receiver = new RemoteReceiver<long>(_to, address, new InputChannels<long>(Serializers.Get<long>(), 1, null), new Deaf(), _limits.CreditsPerChannel);
            return new Joint((_, edge) => new RemoteSender<long>(_from, address, _to.LocalEndpoint, edge with { MessageBytes = 100 }, new Deaf(), _limits), receiver);
        }

        /// <summary>Senders let go of what they hold; what has left them arrives.</summary>
        public void Arrive(Sender[] senders)
        {
            foreach (var sender in senders) sender.Group.Dispose();
            Network.Pump();
        }
    }

    private sealed class Sender
    {
        private readonly int _number;
        private readonly RecordWriter<long> _writer;
        private readonly RunQuantum _quantum = new(TimeSpan.FromDays(1));

        public Sender(int number, int kind, Joint[] channels, int[] emitted)
        {
            (_number, Emitted) = (number, emitted);
            Group = new OutputGroup(_quantum, 1_000, new ExecutorBlockingScope());
            var sizer = new BatchSizer<long>(Serializers.Get<long>(), 5, 65_536, 65_536);
            var pool = new BatchPool<long>(8);
            var cursor = new ExecutionCursor();
            var edge = new OutgoingEdge<long>(Serializers.Get<long>(), sizer, "sender", "gate");
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
                    _writer.Watermark(Emitted[_number]);
                    break;
                case 2:
                    Group.Drain();
                    break;
                default:
                    // As a subtask does: nothing is emitted while something that was put back, or did not find room, waits.
                    if (Group.Drain()) _writer.Collect((_number * 1_000_000L) + Emitted[_number]++, Timestamps.None);
                    break;
            }
        }

        public void Barrier(long checkpoint) => _writer.Mark(Elements.ControlKind.Barrier, checkpoint);

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

    private sealed class Deaf : IWakeable
    {
        public void Wake()
        {
        }

        public void Fail(Exception failure) => throw failure;
    }
}
