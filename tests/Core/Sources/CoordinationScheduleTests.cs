namespace FlowActors.Tests.Sources;

public class CoordinationScheduleTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Each_position_is_read_exactly_once_whatever_is_lost_doubled_and_reordered(bool isShared)
    {
        var faults = 0;
        for (var seed = 0; seed < 150; seed++)
        {
            var readers = new CoordinatedReaders(seed, isShared);
            readers.Run(steps: seed % 8 * 100);
            Assert.True(CoordinatedReaders.Expected.SequenceEqual(readers.AllRead.Order()), $"Seed {seed}: {string.Join(' ', readers.AllRead.Order())}");
            faults += readers.Faults;
        }

        Assert.True(faults > 1_500, $"The schedules were too easy: {faults} faults.");
    }
}
