using FlowActors.Sources;

namespace FlowActors.Tests.Sources;

public sealed class HybridScheduleTests
{
    [Fact]
    public void Each_record_of_each_stage_is_read_exactly_once_whatever_is_lost_doubled_and_reordered()
    {
        var expected = Enumerable.Range(0, 10).Select(i => 2L * i).Concat(Enumerable.Range(0, 10).Select(i => 101L + i)).Concat(Enumerable.Range(0, 5).Select(i => 1_000L + (2 * i)));
        var faults = 0;
        for (var seed = 0; seed < 120; seed++)
        {
            var schedule = new HybridSchedule(seed, HybridSource
                .Of(new EvenNumbers(20))
                .Then(() => 101L, from => new GeneratorSource<long>(10, i => from + i), Boundedness.Bounded)
                .Then(new Shifted(10)));
            schedule.Run(steps: seed % 8 * 150);
            Assert.True(expected.SequenceEqual(schedule.AllRead.Order()), $"Seed {seed}: {string.Join(' ', schedule.AllRead.Order())}");
            faults += schedule.Faults;
        }

        Assert.True(faults > 1_500, $"The schedules were too easy: {faults} faults.");
    }

    private sealed class Shifted(long end) : Source<long, Evens>
    {
        private readonly EvenNumbers _numbers = new(end);

        public override Boundedness Boundedness => Boundedness.Bounded;

        public override SplitEnumerator<Evens> CreateEnumerator() =>
            new ListEnumerator<Evens>(_ => [new Evens("only", 1_000, 1_000 + end)]);

        public override SourceReader<long, Evens> CreateReader() => _numbers.CreateReader();
    }
}
