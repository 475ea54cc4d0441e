using System.Runtime.CompilerServices;
using CsCheck;
using FlowActors.Elements;
using FlowActors.Operators;
using FlowActors.Runtime.Exchange;
using FlowActors.Runtime.Subtasks.Dispatching;
using FlowActors.Serialization;

namespace FlowActors.Runtime.Tests.Exchange;

/// <summary>A writer that chooses channels for blocks of records, against one that chooses for each.</summary>
public sealed class KeyBlockWriterTests
{
    private const int Channels = 3;
    private static readonly SerializerRegistry Serializers = SerializerRegistry.Default;

    [Fact]
    public void Channels_carry_the_same_records_timestamps_and_marks_in_the_same_order()
    {
        Seeded.Check(
            Gen.Int[0, 40].Array[0, 2_000],
            steps =>
            {
                using var single = new Outputs<long>(key => key, inBlocks: false);
                using var blocks = new Outputs<long>(key => key, inBlocks: true);
                for (var i = 0; i < steps.Length; i++)
                {
                    Step(single, steps[i], i);
                    Step(blocks, steps[i], i);
                }

                single.Group.Flush();
                blocks.Group.Flush();
                for (var channel = 0; channel < Channels; channel++)
                    Assert.Equal(Describe(single.Senders[channel]), Describe(blocks.Senders[channel]));
            },
            200);
    }

    [Fact]
    public void Timestamps_that_come_late_leave_the_records_before_them_without()
    {
        using var output = new Outputs<long>(key => key, inBlocks: true);
        for (var i = 0L; i < 2_000; i++) output.Writer.Collect(i, i < 1_111 ? Timestamps.None : i);
        output.Group.Flush();
        Assert.Equal(
            Enumerable.Range(0, 2_000).Select(i => $"{i}@{(i < 1_111 ? Timestamps.None : i)}").Order(),
            output.Senders.SelectMany(Describe).Order());
    }

    [Fact]
    public void A_record_that_has_left_is_not_kept_alive()
    {
        using var output = new Outputs<string>(text => text.Length, inBlocks: true);
        var record = Write(output);
        output.Group.Flush();
        foreach (var sender in output.Senders) sender.Sent.Clear();
        GC.Collect();
        Assert.False(record.IsAlive);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static WeakReference Write(Outputs<string> output)
        {
            for (var i = 0; i < 200; i++) output.Writer.Collect(new string('x', i), Timestamps.None);
            var text = new string('y', 10);
            output.Writer.Collect(text, Timestamps.None);
            return new WeakReference(text);
        }
    }

    [Fact]
    public void A_flush_leaves_nothing_in_the_block()
    {
        using var output = new Outputs<long>(key => key, inBlocks: true);
        for (var i = 0L; i < 3_000; i++)
        {
            output.Writer.Collect(i, Timestamps.None);
            if (i % 7 != 0) continue;
            output.Group.Flush();
            Assert.Equal(i + 1, output.Senders.Sum(s => s.Records.LongCount()));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_somebody_has_asked_for_leaves_with_the_next_record_and_all_of_its_block(bool inBlocks)
    {
        using var output = new Outputs<long>(key => key, inBlocks);
        // The first block is one record; this one is full of them.
        for (var i = 0L; i < 40; i++) output.Writer.Collect(i, Timestamps.None);
        Assert.Empty(output.Senders.SelectMany(s => s.Sent));
        output.Group.Hasten();
        output.Writer.Collect(40, Timestamps.None);
        Assert.Equal(41, output.Senders.Sum(s => s.Records.Count()));
    }

    [Fact]
    public void Large_records_do_not_gather()
    {
        using var output = new Outputs<string>(text => text.Length, inBlocks: true);
        for (var i = 0; i < 200; i++) output.Writer.Collect(new string('x', 60_000 + i), Timestamps.None);
        var before = output.Senders.Sum(s => s.Records.Count());
        output.Writer.Collect(new string('x', 60_000), Timestamps.None);
        Assert.Equal(before + 1, output.Senders.Sum(s => s.Records.Count()));
    }

    [Fact]
    public void A_failing_key_selector_throws_where_its_record_comes_and_those_before_it_still_leave()
    {
        using var output = new Outputs<long>(key => key == 100 ? throw new FormatException("no key") : key, inBlocks: true);
        for (var i = 0L; i < 100; i++) output.Writer.Collect(i, Timestamps.None);
        Assert.Throws<FormatException>(() => output.Writer.Collect(100, Timestamps.None));
        output.Group.Flush();
        Assert.Equal(Enumerable.Range(0, 100).Select(i => (long)i), output.Senders.SelectMany(s => s.Records).Order());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_failure_of_a_serializer_ends_the_run_though_user_code_caught_it(bool inBlocks)
    {
        using var output = new Outputs<string>(text => text.Length, inBlocks, new FailingSerializer());
        var caught = 0;
        for (var i = 0; i < 500; i++)
        {
            try
            {
                output.Writer.Collect($"{i}", Timestamps.None);
            }
            catch (FormatException)
            {
                caught++;
            }
        }

        Assert.InRange(caught, 1, 500);
        Assert.True(output.Quantum.IsRaised);
        Assert.Empty(output.Senders.SelectMany(s => s.Sent));
        Assert.Equal("no such number", Assert.Throws<FormatException>(() => output.Group.Drain()).Message);
    }

    private static void Step(Outputs<long> output, int step, int number)
    {
        if (step < 37) output.Writer.Collect((number * 7_919L) << (step % 3 * 20), step % 5 == 0 ? number : Timestamps.None);
        else if (step == 37) output.Writer.Watermark(number);
        else if (step == 38) output.Writer.Mark(Elements.ControlKind.Barrier, number);
        else if (step == 39) output.Group.Flush();
        else output.Group.Push();
    }

    // What the batches carry, wherever they are cut.
    private static List<string> Describe(CountedSender<long> sender)
    {
        var lines = new List<string>();
        foreach (var batch in sender.Sent)
        {
            var mark = 0;
            for (var i = 0; i <= batch.Count; i++)
            {
                for (; mark < batch.MarkCount && batch.Marks[mark].Position == i; mark++)
                    lines.Add($"{batch.Marks[mark].Kind} {batch.Marks[mark].Value}");
                if (i < batch.Count) lines.Add($"{batch.Values[i]}@{(batch.Timestamps.IsEmpty ? Timestamps.None : batch.Timestamps[i])}");
            }
        }

        return lines;
    }

    private sealed class FailingSerializer : TypeSerializer<string>
    {
        public override bool IsImmutable => true;

        public override TypeSchema Schema => TypeSchema.Custom("fails");

        public override void Serialize(ByteWriter writer, string value) => throw new FormatException("no such number");

        public override string Deserialize(ref ByteReader reader) => throw new FormatException("no such number");

        public override string Copy(string value) => value;
    }

    private sealed class Outputs<T> : IDisposable
    {
        public Outputs(Func<T, long> key, bool inBlocks, TypeSerializer<T>? serializer = null)
        {
            Group = new OutputGroup(Quantum, 0, new ExecutorBlockingScope());
            var sizer = new BatchSizer<T>(serializer ?? Serializers.Get<T>(), 1_024, 65_536, 65_536);
            var pool = new BatchPool<T>(0);
            var channels = Array.ConvertAll(Senders, sender => new ChannelWriter<T>(sender, pool, Group, sizer));
            var keys = new KeyChannels<T, long>(key, Serializers.GetKey<long>(), 128, "");
            var cursor = new SelectorCursor(new ExecutionCursor(), 1);
            Writer = inBlocks ? new KeyBlockWriter<T, long>(keys, sizer, Group, cursor) : new KeyHashWriter<T, long>(keys, cursor);
            Writer.Connect(channels);
            if (Writer is IFlushable blocks) Group.Add(blocks);
        }

        public CountedSender<T>[] Senders { get; } = [.. Enumerable.Range(0, Channels).Select(_ => new CountedSender<T>(int.MaxValue))];

        public RunQuantum Quantum { get; } = new(TimeSpan.FromDays(1));

        public OutputGroup Group { get; }

        public RecordWriter<T> Writer { get; }

        public void Dispose() => Group.Dispose();
    }
}
