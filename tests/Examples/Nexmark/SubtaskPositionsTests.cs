using CsCheck;
using FlowActors.Examples.Nexmark;

namespace FlowActors.Tests.Examples.Nexmark;

public class SubtaskPositionsTests
{
    [Fact]
    public void Subtasks_serve_every_position_once_each_those_of_its_remainder() =>
        Gen.Select(Gen.Int[1, 12], Gen.Int[0, 200]).Sample(
            (parallelism, events) =>
            {
                for (var subtask = 0; subtask < parallelism; subtask++)
                {
                    var positions = new SubtaskPositions(subtask, parallelism, events);
                    var served = Enumerable.Range(0, (int)positions.Count).Select(i => (int)positions[i]);
                    Assert.Equal(Enumerable.Range(0, events).Where(i => i % parallelism == subtask), served);
                }
            },
            seed: "0000KOIPe036", iter: 500);

    [Fact]
    public void The_longest_stream_is_shared_without_overflow()
    {
        var counts = Enumerable.Range(0, 3).Select(subtask => new SubtaskPositions(subtask, 3, long.MaxValue).Count);
        Assert.Equal([(long.MaxValue / 3) + 1, long.MaxValue / 3, long.MaxValue / 3], counts);
    }

    [Theory]
    [InlineData(-1, 2)]
    [InlineData(2, 2)]
    [InlineData(0, 0)]
    public void A_subtask_beyond_the_parallelism_is_refused(int subtask, int parallelism) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new SubtaskPositions(subtask, parallelism, events: 10));
}
