using System.Diagnostics;
using System.Globalization;
using FlowActors.Elements;
using FlowActors.Operators;
using FlowActors.Runtime.Exchange;

namespace FlowActors.Runtime.Tests.Exchange;

/// <summary>
/// Channels full of records, watermarks and barriers, delivered under seeded schedules: when each batch arrives and where the
/// quantum stops is random. The checks know nothing of the gate but its lines.
/// </summary>
public sealed class InputGateScheduleTests
{
    [Fact]
    public void Order_alignment_and_watermarks_hold_under_every_schedule()
    {
        for (var seed = 0; seed < 400; seed++)
        {
            var script = new Script(new Random(seed));
            var lines = Play(script, new Random(seed + 1_000_000));
            script.Check(lines, $"seed {seed}");
        }
    }

    private static List<string> Play(Script script, Random random)
    {
        var quantum = new RunQuantum(TimeSpan.FromDays(1));
        var output = new RecordingOutput();
        var waiting = script.Channels.Select(c => new Queue<object[]>(c)).ToArray();
        var channels = waiting.Select(_ => new QueueReceiver<string>()).ToArray();
        var gate = new InputGate([new InputPort<string>([.. channels], output, quantum)], output, quantum, output);
        var interruptAt = -1;
        output.OnRecord = () =>
        {
            // Nothing may come between an interrupt and the end of the run.
            Assert.Equal(-1, interruptAt);
            if (random.Next(4) != 0) return;
            interruptAt = output.Lines.Count;
            quantum.Interrupt();
        };
        var progress = Progress.Waiting;
        for (var step = 0; progress != Progress.Done; step++)
        {
            Assert.True(step < 100_000, "The gate does not come to its end.");
            var channel = random.Next(channels.Length);
            if (random.Next(2) == 0 && waiting[channel].TryDequeue(out var batch)) InputGateTests.Put(channels[channel], batch);
            quantum.Begin(Stopwatch.GetTimestamp());
            progress = gate.Run();
            if (interruptAt >= 0) Assert.Equal(interruptAt, output.Lines.Count);
            interruptAt = -1;
        }

        Assert.Equal(script.Channels.Sum(c => c.Sum(b => b.OfType<string>().Count())), gate.RecordsIn);
        return output.Lines;
    }

    private sealed class Script
    {
        private const int Barriers = 3;

        public Script(Random random)
        {
            Channels = [.. Enumerable.Range(0, random.Next(1, 5)).Select(c => Channel(c, random))];
        }

        public IReadOnlyList<object[]>[] Channels { get; }

        public void Check(List<string> lines, string schedule)
        {
            Assert.True(Problem(lines) is null, $"{schedule}: {Problem(lines)} in {string.Join(' ', lines)}");
        }

        private string? Problem(List<string> lines)
        {
            for (var c = 0; c < Channels.Length; c++)
            {
                if (!lines.Where(l => l[0] == 'r' && l[1] == (char)('0' + c)).SequenceEqual(Records(c, int.MaxValue, long.MaxValue)))
                    return $"the records of channel {c} are not in their order";
            }

            for (var b = 1; b <= Barriers; b++)
            {
                var at = lines.IndexOf($"barrier {b}");
                var before = lines.Take(Math.Max(0, at)).Where(l => l[0] == 'r').Order();
                var expected = Enumerable.Range(0, Channels.Length).SelectMany(c => Records(c, b, long.MaxValue)).Order();
                if (at < 0 || !before.SequenceEqual(expected)) return $"barrier {b} does not stand between its records";
            }

            var last = long.MinValue;
            foreach (var (line, at) in lines.Select((l, i) => (l, i)).Where(l => l.l.StartsWith("watermark", StringComparison.Ordinal)))
            {
                var value = line == "watermark max" ? Timestamps.MaxWatermark : long.Parse(line[10..], CultureInfo.InvariantCulture);
                if (value <= last) return $"watermark {value} does not rise";
                last = value;
                var delivered = lines.Take(at).ToHashSet();
                var missing = Enumerable.Range(0, Channels.Length).SelectMany(c => Records(c, int.MaxValue, value)).Where(r => !delivered.Contains(r));
                if (missing.FirstOrDefault() is { } record) return $"watermark {value} overtook {record}";
            }

            return last == Timestamps.MaxWatermark ? null : "the last watermark is missing";
        }

        /// <summary>The records of a channel before a barrier, and before the first watermark that reaches a value.</summary>
        private IEnumerable<string> Records(int channel, int barrier, long watermark) => Channels[channel]
            .SelectMany(b => b)
            .TakeWhile(e => e is not (ControlKind.Barrier, long b) || b != barrier)
            .TakeWhile(e => e is not long w || w < watermark || watermark == long.MaxValue)
            .OfType<string>();

        private static List<object[]> Channel(int channel, Random random)
        {
            var batches = new List<object[]>();
            var number = 0;
            var watermark = 0L;
            for (var b = 1; b <= Barriers; b++)
            {
                for (var n = random.Next(5); n > 0; n--) batches.Add(Batch());
                batches.Add([.. Batch(), InputGateTests.Barrier(b)]);
            }

            batches.Add([.. Batch(), ControlKind.EndOfInput]);
            return batches;

            object[] Batch() =>
            [
                .. Enumerable.Range(0, random.Next(6)).Select(_ => random.Next(3) == 0
                    ? (object)(watermark += random.Next(1, 9))
                    : string.Create(CultureInfo.InvariantCulture, $"r{channel}.{number++}")),
            ];
        }
    }
}
