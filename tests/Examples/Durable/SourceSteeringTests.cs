using FlowActors.Examples.Durable;

namespace FlowActors.Tests.Examples.Durable;

public class SourceSteeringTests
{
    [Fact]
    public void Nothing_is_read_before_it_is_open_and_readers_are_woken_then()
    {
        var steering = new SourceSteering();
        var woken = 0;
        steering.Add(() => woken++, 1);

        Assert.Equal(0, steering.Take(10, 1));
        steering.Open(null);

        Assert.Equal((1, 10), (woken, steering.Take(10, 1)));
    }

    [Fact]
    public void All_readers_together_take_no_more_than_they_may_and_what_one_gives_back_another_gets()
    {
        var steering = new SourceSteering();
        var woken = 0;
        steering.Add(() => woken++, 1);
        steering.Open(15);

        Assert.Equal((10, 5, 0), (steering.Take(10, 1), steering.Take(10, 1), steering.Take(10, 1)));
        steering.GiveBack(3, 1);

        Assert.Equal((2, 3, 0), (woken, steering.Take(10, 1), steering.Take(10, 1)));
    }

    [Fact]
    public void A_limit_that_is_passed_already_lets_nothing_through()
    {
        var steering = new SourceSteering();
        steering.Open(-5);
        Assert.Equal(0, steering.Take(1, 1));
    }

    [Fact]
    public void After_a_failure_readers_wait_to_be_let_in_for_what_is_left()
    {
        var steering = new SourceSteering();
        steering.Add(() => { }, 1);
        steering.Open(15);
        Assert.Equal(10, steering.Take(10, 1));
        steering.Add(() => { }, 2);

        Assert.True(steering.IsClosed);
        Assert.Equal((0, 0), (steering.Take(10, 1), steering.Take(10, 2)));
        steering.Open(12);
        steering.GiveBack(3, 1);

        Assert.Equal((0, 10, 2, 0), (steering.Take(10, 1), steering.Take(10, 2), steering.Take(10, 2), steering.Take(10, 2)));
    }

    [Fact]
    public void Without_a_limit_they_go_on_at_once()
    {
        var steering = new SourceSteering();
        steering.Open(null);
        steering.Add(() => { }, 2);
        Assert.False(steering.IsClosed);
        Assert.Equal(10, steering.Take(10, 2));
    }
}
