using FlowActors.Operators;
using FlowActors.Tests.Harness;

namespace FlowActors.Tests.Keyed;

/// <summary>Records travel by reference, so an operator must not emit or change what somebody else holds.</summary>
public class MutableRecordTests
{
    [Fact]
    public void A_reduce_that_changes_and_returns_its_first_argument_changes_neither_input_nor_results()
    {
        using var harness = Create((a, b) =>
        {
            a.N += b.N;
            return a;
        });
        var inputs = Counters(1, 2, 3);
        harness.Send(inputs);
        Assert.Equal([1, 3, 6], harness.Values.Select(c => c.N));
        Assert.Equal([1, 2, 3], inputs.Select(c => c.N));
    }

    [Fact]
    public void A_reduce_that_returns_its_second_argument_and_changes_it_later_changes_neither_input_nor_results()
    {
        using var harness = Create((a, b) =>
        {
            if (b.N > a.N) return b;
            a.N += 100;
            return a;
        });
        var inputs = Counters(1, 5, 2, 3);
        harness.Send(inputs);
        Assert.Equal([1, 5, 105, 205], harness.Values.Select(c => c.N));
        Assert.Equal([1, 5, 2, 3], inputs.Select(c => c.N));
    }

    [Fact]
    public void A_program_that_switches_copies_off_gets_none()
    {
        using var harness = Create((a, b) => b, new TestOperatorContext { CopyState = false });
        var inputs = Counters(1, 2);
        harness.Send(inputs);
        Assert.Same(inputs[0], harness.Values[0]);
        Assert.Same(inputs[1], harness.Values[1]);
    }

    [Fact]
    public void Immutable_records_are_never_copied()
    {
        using var harness = new OperatorHarness<Fixed, Fixed>(new KeyedReduceOperator<int, Fixed>(_ => 0, (a, b) => a.N > b.N ? a : b));
        var greatest = new Fixed(9);
        harness.Send(greatest, new Fixed(1));
        Assert.All(harness.Values, value => Assert.Same(greatest, value));
    }

    private static OperatorHarness<Counter, Counter> Create(Func<Counter, Counter, Counter> reduce, TestOperatorContext? context = null) =>
        new(new KeyedReduceOperator<int, Counter>(_ => 0, reduce), context);

    private static Counter[] Counters(params int[] numbers) => [.. numbers.Select(n => new Counter { N = n })];

    public sealed class Counter
    {
        public int N { get; set; }
    }

    public sealed record Fixed(int N);
}
