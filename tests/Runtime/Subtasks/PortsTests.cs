using FlowActors.Graph;
using FlowActors.Operators;
using FlowActors.Partitioning;

namespace FlowActors.Runtime.Tests.Subtasks;

/// <summary>Operators with several inputs and outputs of several types, under seeded schedules.</summary>
public sealed class PortsTests
{
    private const int Records = 60;

    [Fact]
    public void Two_inputs_and_two_outputs_of_other_types_lose_and_mix_up_nothing()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var texts = new List<string>();
            var numbers = new List<long>();
            var ends = new List<string>();
            var merge = new List<Merge>();
            new ScheduledJob(seed, new LocalJobSettings { Credits = 1, BatchRecordsMax = 3 }, (settings, job) => Program(
                settings, () => Add(merge, new Merge(job, null)), texts, numbers, seed % 2 == 0, ends)).RunToEnd();

            Assert.Equal(Enumerable.Range(0, Records).Select(i => $"n{i}").Concat(Enumerable.Range(0, Records).Select(i => $"t{i}")).Order(), texts.Where(t => t[0] != 'e').Order());
            Assert.Equal(Enumerable.Range(0, Records).Select(i => (long)i).Where(i => i % 3 == 0), numbers);
            Assert.Equal(Enumerable.Range(0, Records).Select(i => $"n{i}"), texts.Where(t => t[0] == 'n'));
            // Each input ends behind its own records, and event time before the last of them.
            var last = merge[0].Heard.Last(h => h.StartsWith("end", StringComparison.Ordinal));
            Assert.Equal(["end 0", "end 1"], merge[0].Heard.Where(h => h.StartsWith("end", StringComparison.Ordinal)).Order());
            Assert.Equal(["watermark max", last], merge[0].Heard[^2..]);
            // Event time reaches what is behind either output.
            Assert.Equal(["all max", "thirds max"], ends.Order());
            Assert.Equal(Records, texts.TakeWhile(t => t != "end 0").Count(t => t[0] == 'n'));
            Assert.Equal(Records, texts.TakeWhile(t => t != "end 1").Count(t => t[0] == 't'));
        }
    }

    [Fact]
    public void An_operator_that_asks_for_an_input_gets_nothing_else_until_that_has_ended()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var texts = new List<string>();
            var wanted = seed % 2;
            new ScheduledJob(seed, new LocalJobSettings { Credits = 1, BatchRecordsMax = 3 }, (settings, job) => Program(
                settings, () => new ChoosingMerge(job, _ => wanted), texts, [], seed % 3 == 0)).RunToEnd();
            Assert.All(texts.TakeWhile(t => t != $"end {wanted}"), t => Assert.Equal(wanted == 0 ? 'n' : 't', t[0]));
            Assert.Equal(2 * Records, texts.Count(t => t[0] != 'e'));
        }
    }

    [Fact]
    public void An_operator_may_ask_for_another_input_after_each_record()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var texts = new List<string>();
            new ScheduledJob(seed, new LocalJobSettings { Credits = 1, BatchRecordsMax = 3 }, (settings, job) => Program(
                settings, () => new ChoosingMerge(job, count => count % 2), texts, [], seed % 3 == 0)).RunToEnd();
            Assert.Equal(Enumerable.Range(0, Records).SelectMany(i => new[] { $"n{i}", $"t{i}" }), texts.Where(t => t[0] != 'e'));
        }
    }

    [Fact]
    public void Results_of_two_inputs_that_are_more_than_an_output_takes_wait_and_nothing_overtakes_them()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var texts = new List<string>();
            new ScheduledJob(seed, new LocalJobSettings { Credits = 1, BatchRecordsMax = 3 }, (settings, job) => Program(
                settings, () => new Thrice(job), texts, [], seed % 2 == 0)).RunToEnd();
            Assert.Equal((2 * Records) + 3, texts.Count / 3);
            foreach (var results in texts.Chunk(3)) Assert.Equal([$"{results[0]}", $"{results[0]}", $"{results[0]}"], results);
            Assert.Equal(Enumerable.Range(0, Records).Select(i => $"n{i}"), texts.Where(t => t[0] == 'n').Distinct());
            Assert.Equal(Enumerable.Range(0, Records).Select(i => $"t{i}"), texts.Where(t => t[0] == 't').Distinct());
            // Event time ends before the last input does.
            Assert.Equal("watermark", texts[^4]);
            Assert.StartsWith("end", texts[^1], StringComparison.Ordinal);
        }
    }

    [Fact]
    public void An_operator_that_has_asked_for_another_input_hears_nothing_more_of_the_first()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            // All texts, which come in one batch with their end, then the numbers.
            var merge = new List<Merge>();
            new ScheduledJob(seed, new LocalJobSettings { BatchRecordsMax = 100 }, (settings, job) => Program(
                settings, () => Add(merge, new ChoosingMerge(job, count => count < Records ? 1 : 0)), [], [], seed % 2 == 0), stopOneIn: 0).RunToEnd();
            Assert.Equal(["end 0", "watermark max", "end 1"], merge[0].Heard);
        }
    }

    [Fact]
    public void Barriers_pass_an_operator_that_chooses_its_inputs()
    {
        for (var seed = 0; seed < 80; seed++)
        {
            var random = new Random(seed);
            var merge = new List<Merge>();
            var texts = new List<string>();
            var job = new ScheduledJob(seed, new LocalJobSettings { Credits = 1, BatchRecordsMax = 3, FloatingBytes = 0 }, (settings, schedule) => Program(
                settings, () => Add(merge, new ChoosingMerge(schedule, _ => random.Next(2))), texts, [], seed % 3 == 0));
            job.Job.Open();
            var sources = new[] { job.Job.SubtaskOf("numbers"), job.Job.SubtaskOf("texts") };
            for (var checkpoint = 1; checkpoint <= 5; checkpoint++)
            {
                foreach (var source in sources)
                {
                    job.Steps(random.Next(5));
                    source.EnterBarrier(new(checkpoint));
                }
            }

            job.RunOpenToEnd();
            Assert.Equal(2 * Records, texts.Count(t => t[0] != 'e'));
            Assert.Contains("snapshot 5", merge[0].Heard);
            // Each is passed on or, where a higher one came before it was complete, aborted.
            for (var checkpoint = 1; checkpoint <= 5; checkpoint++)
                Assert.Single(merge[0].Heard, h => h == $"snapshot {checkpoint}" || h == $"aborted {checkpoint}");
        }
    }

    [Fact]
    public void An_input_that_does_not_exist_is_refused()
    {
        var job = new ScheduledJob(1, new LocalJobSettings(), (settings, job) => Program(
            settings, () => new ChoosingMerge(job, _ => 2), [], [], false));
        var refused = Assert.Throws<InvalidOperationException>(job.RunToEnd);
        Assert.Equal("The operator asks for input 2, and has the inputs 0 to 1.", refused.Message);
    }

    [Fact]
    public void A_port_is_a_part_of_the_hash_and_of_derived_uids()
    {
        static StreamGraph With(NodePort from) => new(
            "test",
            [
                new SourceNode<long>(0, "numbers", new Listed<long>([])) { Kind = "Listed" },
                new OperatorNode(1, "two", [typeof(long)], [new OutputPort(typeof(long)), new OutputPort(typeof(long), "side")], () => null!) { Kind = "Two" },
                new OperatorNode(2, "end", [typeof(long)], [], () => null!) { Kind = "End" },
            ],
            [
                new StreamEdge<long>(new NodePort(0), new NodePort(1), new ForwardPartitioner<long>()),
                new StreamEdge<long>(from, new NodePort(2), new ForwardPartitioner<long>()),
            ],
            new JobSettings { Parallelism = 1 });
        var main = Runtime.Planning.JobPlanner.Plan(With(new NodePort(1)));
        var side = Runtime.Planning.JobPlanner.Plan(With(new NodePort(1, 1)));
        Assert.NotEqual(main.Hash, side.Hash);
        Assert.Equal(main.Vertices[0].Chain[1].Uid, side.Vertices[0].Chain[1].Uid);
        Assert.NotEqual(main.Vertices[0].Chain[2].Uid, side.Vertices[0].Chain[2].Uid);
    }

    // numbers → merge.0, texts → merge.1; merge's main output → texts sink, its side output → numbers sink.
    private static StreamGraph Program(
        JobSettings settings, Func<IInputOperator> merge, List<string> texts, List<long> numbers, bool chained, List<string>? ends = null) => new(
        "test",
        [
            new SourceNode<long>(0, "numbers", new Listed<long>([.. Enumerable.Range(0, Records).Select(i => (long)i)])) { Kind = "Listed" },
            new SourceNode<string>(1, "texts", new Listed<string>([.. Enumerable.Range(0, Records).Select(i => $"t{i}")])) { Kind = "Listed" },
            new OperatorNode(2, "merge", [typeof(long), typeof(string)], [new OutputPort(typeof(string)), new OutputPort(typeof(long), "thirds")], merge) { Kind = "Merge" },
            new OperatorNode(3, "all", [typeof(string)], [], () => new Recorder<string>(texts, "all", ends)) { Kind = "Recorder" },
            new OperatorNode(4, "thirds", [typeof(long)], [], () => new Recorder<long>(numbers, "thirds", ends)) { Kind = "Recorder" },
        ],
        [
            new StreamEdge<long>(new NodePort(0), new NodePort(2, 0), new RebalancePartitioner<long>()),
            new StreamEdge<string>(new NodePort(1), new NodePort(2, 1), new ForwardPartitioner<string>()),
            new StreamEdge<string>(new NodePort(2), new NodePort(3), Spread<string>(chained)),
            new StreamEdge<long>(new NodePort(2, 1), new NodePort(4), Spread<long>(!chained)),
        ],
        settings);

    private static Partitioner<T> Spread<T>(bool chained) => chained ? new ForwardPartitioner<T>() : new RebalancePartitioner<T>();

    private static Merge Add(List<Merge> all, Merge made)
    {
        all.Add(made);
        return made;
    }

    private class Merge(ScheduledJob job, Func<int, int>? choice) : TwoInputOperator<long, string, string>
    {
        private Output<long>? _thirds;

        public List<string> Heard { get; } = [];

        protected int Count { get; private set; }

        protected int Choice => choice!(Count);

        public override void Setup(OperatorContext context)
        {
            base.Setup(context);
            _thirds = context.GetOutput<long>(1);
        }

        public override void EndInput(int input)
        {
            Heard.Add($"end {input}");
            Output.Collect($"end {input}", Timestamps.None);
        }

        public override void Snapshot(long checkpointId) => Heard.Add($"snapshot {checkpointId}");

        public override void CheckpointAborted(long checkpointId) => Heard.Add($"aborted {checkpointId}");

        public override void Watermark(long timestamp)
        {
            Heard.Add(timestamp == Timestamps.MaxWatermark ? "watermark max" : $"watermark {timestamp}");
            base.Watermark(timestamp);
        }

        protected override void CollectFirst(long value, long timestamp)
        {
            if (value % 3 == 0) _thirds!.Collect(value, timestamp);
            Emit($"n{value}", timestamp);
        }

        protected override void CollectSecond(string value, long timestamp) => Emit(value, timestamp);

        private void Emit(string text, long timestamp)
        {
            Count++;
            Output.Collect(text, timestamp);
            job.MayStop();
        }
    }

    private sealed class ChoosingMerge(ScheduledJob job, Func<int, int> choice) : Merge(job, choice), IInputSelectable
    {
        public int? NextInput => Choice;
    }

    // Says everything three times.
    private sealed class Thrice(ScheduledJob job) : SuspendableTwoInputOperator<long, string, string>
    {
        private string _text = "";
        private int _left;

        protected override bool BeginFirst(long value, long timestamp) => Say($"n{value}");

        protected override bool BeginSecond(string value, long timestamp) => Say(value);

        protected override bool BeginWatermark(long timestamp) => Say("watermark");

        protected override bool BeginEnd(int input) => Say($"end {input}");

        protected override bool EmitNext()
        {
            if (_left == 0) return false;
            _left--;
            Output.Collect(_text, Timestamps.None);
            job.MayStop();
            return true;
        }

        private bool Say(string text)
        {
            Assert.Equal(0, _left);
            (_text, _left) = (text, 3);
            return true;
        }
    }

    private sealed class Recorder<T>(List<T> records, string name, List<string>? ends) : OneInputOperator<T, Nothing>
    {
        public override void Collect(T value, long timestamp) => records.Add(value);

        public override void Watermark(long timestamp)
        {
            if (timestamp == Timestamps.MaxWatermark) ends?.Add($"{name} max");
        }
    }
}
