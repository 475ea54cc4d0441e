using CsCheck;
using FlowActors.Runtime.Transport.Connections;

namespace FlowActors.Runtime.Tests.Transport;

public sealed class SendWindowTests
{
    private readonly SendWindow _window = new(100);
    private readonly List<WindowShare> _writable = [];
    private readonly WindowShare _a = new();
    private readonly WindowShare _b = new();
    private readonly WindowShare _c = new();

    [Fact]
    public void Room_is_taken_to_the_last_byte_and_given_back()
    {
        Assert.True(_window.TryTake(_a, 60));
        Assert.True(_window.TryTake(_a, 40));
        Assert.False(_window.TryTake(_a, 1));
        Assert.True(_window.Release(1, _writable));
        Assert.Equal([_a], _writable);
        Assert.True(_window.TryTake(_a, 1));
    }

    [Fact]
    public void A_message_above_the_window_passes_when_nothing_else_is_under_way()
    {
        Assert.True(_window.TryTake(_b, 1));
        Assert.False(_window.TryTake(_a, 1_000));
        Assert.False(_window.TryTake(_b, 1), "a small message must not overtake the large one for ever");
        _window.Release(1, _writable);
        Assert.Equal([_a], _writable);
        Assert.True(_window.TryTake(_a, 1_000));
        _window.Release(1_000, _writable);
        Assert.Equal([_a, _b], _writable);
    }

    [Fact]
    public void Room_is_kept_for_who_was_told_of_it()
    {
        _window.TryTake(_a, 100);
        _window.TryTake(_b, 70);
        _window.Release(100, _writable);
        Assert.False(_window.TryTake(_c, 70));
        Assert.True(_window.TryTake(_b, 70));
    }

    [Fact]
    public void Who_leaves_gives_up_his_place_and_what_was_kept_for_him()
    {
        _window.TryTake(_a, 100);
        _window.TryTake(_b, 70);
        _window.TryTake(_c, 70);
        _window.Release(100, _writable);
        _window.Leave(_b);
        Assert.Equal([_b], _writable);
        _window.Release(0, _writable);
        Assert.Equal([_b, _c], _writable);
        _window.Leave(_c);
        Assert.True(_window.TryTake(_a, 100));
    }

    [Fact]
    public void More_than_was_under_way_is_not_taken_back()
    {
        _window.TryTake(_a, 10);
        Assert.False(_window.Release(11, _writable));
    }

    [Fact]
    public void Never_more_than_the_window_is_under_way_and_everybody_gets_on() =>
        Seeded.Check(
            Gen.Select(Gen.Int[1, 150], Gen.Int[0, 4]).Array[1, 60],
            messages =>
            {
                var window = new SendWindow(100);
                var shares = Enumerable.Range(0, 5).Select(_ => new WindowShare()).ToArray();
                var queues = shares.ToDictionary(s => s, s => new Queue<int>(messages.Where(m => shares[m.Item2] == s).Select(m => m.Item1)));
                var inFlight = new Queue<int>();
                var ready = new Queue<WindowShare>(shares);
                while (queues.Values.Any(q => q.Count > 0))
                {
                    while (ready.TryDequeue(out var share))
                    {
                        while (queues[share].TryPeek(out var bytes) && window.TryTake(share, bytes)) inFlight.Enqueue(queues[share].Dequeue());
                        Assert.True(window.InFlight <= 100 || inFlight.Count == 1);
                        Assert.Equal(inFlight.Sum(), window.InFlight);
                    }

                    if (queues.Values.All(q => q.Count == 0)) break;
                    var writable = new List<WindowShare>();
                    Assert.True(window.Release(inFlight.Dequeue(), writable));
                    foreach (var share in writable) ready.Enqueue(share);
                }
            },
            2_000);
}
