using FlowActors.Operators;
using FlowActors.Sources;

namespace FlowActors.Tests.Sources;

/// <summary>Whatever fetches bring, wherever readers stop, and to whomever their splits go then, each number is read once and in order.</summary>
public sealed class FetchingPropertyTests
{
    [Fact]
    public void Each_position_is_read_once_and_in_order_by_readers_that_come_and_go()
    {
        for (var seed = 0; seed < 80; seed++) new Run(seed).ToEnd();
    }

    [Fact]
    public void No_batch_of_one_record_is_forgotten_whatever_the_pace_of_both_ends()
    {
        const int Records = 6_000;
        var random = new Random(3);
        var fetcher = new ScriptedFetcher((self, into, _) =>
        {
            if (random.Next(500) == 0) Thread.Yield();
            if (random.Next(10) == 0) Thread.SpinWait(random.Next(500));
            self.Give(into, 0, 1);
            return ValueTask.CompletedTask;
        });
        using var reader = new OneReader<Part>(new PartSource(_ => fetcher));
        reader.Add(new Part("a", 0, Records));
        var pace = new Random(-3);
        reader.Output.OnCollect = _ =>
        {
            if (pace.Next(10) == 0) Thread.SpinWait(pace.Next(500));
        };
        reader.ReadUntil(() => reader.Snapshot().Count == 0);
        Assert.Equal(Enumerable.Range(0, Records).Select(i => $"a{i}"), reader.Output.Values);
    }

    private sealed class Run(int seed)
    {
        private readonly Random _random = new(seed);
        private readonly Dictionary<string, List<string>> _read = [];
        private readonly List<OneReader<Part>> _readers = [];
        private readonly List<Part> _unassigned = [];
        private List<Part> _all = [];
        private int _made;

        public void ToEnd()
        {
            _all = [.. Enumerable.Range(0, _random.Next(1, 6)).Select(i => new Part($"{(char)('a' + i)}", 0, _random.Next(60)))];
            _unassigned.AddRange(_all);
            Begin();
            while (_unassigned.Count > 0 || _readers.Exists(r => r.Snapshot().Count > 0)) Step();
            foreach (var reader in _readers) Stop(reader);
            foreach (var part in _all)
                Assert.True(Enumerable.Range(0, (int)part.End).Select(i => $"{part.SplitId}{i}").SequenceEqual(_read.GetValueOrDefault(part.SplitId, [])), $"seed {seed}, {part}");
        }

        private void Step()
        {
            var reader = _readers[_random.Next(_readers.Count)];
            switch (_random.Next(12))
            {
                case 0:
                    Restart();
                    break;
                case 1 or 2 when _unassigned.Count > 0:
                    var count = _random.Next(1, _unassigned.Count + 1);
                    reader.Add([.. _unassigned.Take(count)]);
                    _unassigned.RemoveRange(0, count);
                    break;
                case 3:
                    reader.Snapshot(seed);
                    reader.Reader.CheckpointComplete(seed);
                    break;
                default:
                    reader.Output.MakeRoom(_random.Next(1, 20));
                    if (reader.Read() == Progress.Waiting) reader.Context.WokenAsync().GetAwaiter().GetResult();
                    break;
            }
        }

        private void Restart()
        {
            foreach (var reader in _readers)
            {
                _unassigned.AddRange(reader.Snapshot());
                Stop(reader);
            }

            _readers.Clear();
            Begin();
        }

        private void Begin()
        {
            for (var i = _random.Next(1, 4); i > 0; i--)
            {
                var fetcher = new RandomFetches(new Random((seed * 1_000) + _made++));
                var reader = new OneReader<Part>(new PartSource(_ => new ScriptedFetcher(fetcher.FetchAsync), _random.Next(1, 12)));
                var stops = new Random(_made);
                reader.Output.OnCollect = _ =>
                {
                    if (stops.Next(10) == 0) reader.Context.Quantum.Interrupt();
                };
                _readers.Add(reader);
            }
        }

        private void Stop(OneReader<Part> reader)
        {
            foreach (var record in reader.Output.Values)
            {
                if (!_read.TryGetValue(record[..1], out var records)) _read.Add(record[..1], records = []);
                records.Add(record);
            }

            reader.Dispose();
        }
    }

    /// <summary>Gives some of some splits, on this thread or another, and may wait until it is told to stop before it gives something.</summary>
    private sealed class RandomFetches(Random random)
    {
        private bool _hasGiven;

        public async ValueTask FetchAsync(ScriptedFetcher fetcher, FetchedRecords<string> into, CancellationToken wakeUp)
        {
            if (random.Next(4) == 0) await Task.Yield();
            for (var runs = random.Next(1, 4); runs > 0 && fetcher.Splits.Count > 0; runs--)
                fetcher.Give(into, random.Next(fetcher.Splits.Count), random.Next(10));
            _hasGiven |= into.Count > 0;
            if (_hasGiven && random.Next(4) == 0) wakeUp.ThrowIfCancellationRequested();
        }
    }
}
