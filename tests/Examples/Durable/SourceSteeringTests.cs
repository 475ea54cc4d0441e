using FlowActors.Examples.Durable;

namespace FlowActors.Tests.Examples.Durable;

public class SourceSteeringTests
{
    [Fact]
    public void Nothing_is_read_before_it_is_open_and_readers_are_woken_then()
    {
        var steering = new SourceSteering();
        var woken = 0;
        steering.Add(() => woken++);

        Assert.Equal(0, steering.Take(10));
        steering.Open(null);

        Assert.Equal((1, 10), (woken, steering.Take(10)));
    }

    [Fact]
    public void All_readers_together_take_no_more_than_they_may_and_what_one_gives_back_another_gets()
    {
        var steering = new SourceSteering();
        var woken = 0;
        steering.Add(() => woken++);
        steering.Open(15);

        Assert.Equal((10, 5, 0), (steering.Take(10), steering.Take(10), steering.Take(10)));
        steering.GiveBack(3);

        Assert.Equal((2, 3, 0), (woken, steering.Take(10), steering.Take(10)));
    }

    [Fact]
    public void A_limit_that_is_passed_already_lets_nothing_through()
    {
        var steering = new SourceSteering();
        steering.Open(-5);
        Assert.Equal(0, steering.Take(1));
    }
}
