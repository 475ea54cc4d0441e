using FlowActors.Functions;

namespace FlowActors.StateBackend.Tests.Model;

/// <summary>Sums into a mutable accumulator and gives the accumulator itself as the result, which it should not.</summary>
public sealed class SumOfBoxes : IAggregateFunction<long, Box, Box>
{
    public Box CreateAccumulator() => new();

    public Box Add(long value, Box accumulator)
    {
        accumulator.N += value;
        return accumulator;
    }

    public Box GetResult(Box accumulator) => accumulator;

    public Box Merge(Box first, Box second) => Add(second.N, first);
}
