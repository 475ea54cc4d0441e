using FlowActors.Operators;
using FlowActors.Tests.Harness;

namespace FlowActors.Tests.Transforms;

public class EnumerableFlatMapTests
{
    private int _disposed;

    [Fact]
    public void All_results_are_emitted_in_order_with_the_records_timestamp()
    {
        using var harness = Create(n => Enumerable.Range(0, n));
        harness.SendAt(3, 5);
        harness.SendAt(0, 6);
        harness.SendAt(2, 7);
        Assert.Equal([0, 1, 2, 0, 1], harness.Values);
        Assert.Equal([5, 5, 5, 7, 7], harness.Output.Timestamps);
        Assert.Equal(0, harness.Context.Suspensions);
    }

    [Fact]
    public void It_stops_when_the_output_is_full_and_goes_on_where_it_stopped()
    {
        using var harness = Create(Counted);
        harness.Output.MakeRoom(2);
        harness.SendAt(5, 9);
        Assert.Equal([0, 1], harness.Values);
        Assert.Equal(1, harness.Context.Suspensions);
        Assert.Equal(Progress.OutputFull, harness.Resume());
        Assert.Equal(2, harness.Values.Count);
        harness.Output.MakeRoom(1);
        Assert.Equal(Progress.OutputFull, harness.Resume());
        Assert.Equal([0, 1, 2], harness.Values);
        harness.Output.MakeRoom(100);
        Assert.Equal(Progress.Done, harness.Resume());
        Assert.Equal([0, 1, 2, 3, 4], harness.Values);
        Assert.Equal(Enumerable.Repeat(9L, 5), harness.Output.Timestamps);
        Assert.Equal(1, _disposed);
    }

    [Fact]
    public void An_endless_sequence_stops_when_the_run_is_interrupted()
    {
        using var harness = Create(_ => Counted(int.MaxValue));
        harness.Output.OnCollect = value =>
        {
            if (value == 99) harness.Context.Quantum.Interrupt();
        };
        harness.Send(1);
        Assert.Equal(100, harness.Values.Count);
    }

    [Fact]
    public void A_record_that_comes_while_a_sequence_stands_still_waits_for_its_end()
    {
        using var harness = Create(n => Enumerable.Range(n, 3));
        harness.Output.MakeRoom(1);
        harness.SendAt(10, 1);
        harness.SendAt(20, 2); // user code before this operator emitted a second record in one call
        harness.Output.MakeRoom(100);
        Assert.Equal(Progress.Done, harness.Resume());
        Assert.Equal([10, 11, 12, 20, 21, 22], harness.Values);
        Assert.Equal([1, 1, 1, 2, 2, 2], harness.Output.Timestamps);
    }

    [Fact]
    public void A_sequence_that_stands_still_at_the_end_is_disposed()
    {
        var harness = Create(Counted);
        harness.Output.MakeRoom(1);
        harness.Send(5);
        Assert.Equal(0, _disposed);
        harness.Dispose();
        Assert.Equal(1, _disposed);
    }

    [Fact]
    public void A_function_that_returns_null_fails_with_what_to_do()
    {
        using var harness = Create(_ => null!);
        var e = Assert.Throws<InvalidOperationException>(() => harness.Send(1));
        Assert.Contains("empty sequence", e.Message, StringComparison.Ordinal);
    }

    private static OperatorHarness<int, int> Create(Func<int, IEnumerable<int>> flatMap) =>
        new(new EnumerableFlatMapOperator<int, int>(flatMap));

    private IEnumerable<int> Counted(int count)
    {
        try
        {
            for (var i = 0; i < count; i++) yield return i;
        }
        finally
        {
            _disposed++;
        }
    }
}
