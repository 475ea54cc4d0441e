using CsCheck;
using FlowActors.Examples.Nexmark;

namespace FlowActors.Tests.Examples.Nexmark;

public class DivisorTests
{
    private static readonly Gen<long> Dividends = Gen.OneOf(
        Gen.Long[0, long.MaxValue], Gen.Long[0, 1_000], Gen.Long[long.MaxValue - 1_000, long.MaxValue]);

    private static readonly Gen<long> Divisors = Gen.OneOf(
        Gen.Long[1, long.MaxValue], Gen.Long[1, 70_000], Gen.Int[0, 62].Select(bit => 1L << bit));

    [Fact]
    public void It_divides_as_the_processor_does() =>
        Seeded.Check(
            Gen.Select(Dividends, Divisors),
            c =>
            {
                var (dividend, divisor) = c;
                var sut = new Divisor(divisor);
                Assert.Equal(dividend / divisor, sut.Quotient(dividend));
                Assert.Equal(dividend % divisor, sut.Remainder(dividend));
            },
            100_000);

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    public void Only_positive_divisors_are_taken(long divisor) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Divisor(divisor));
}
