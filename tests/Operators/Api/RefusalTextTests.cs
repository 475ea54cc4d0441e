using FlowActors.Graph;
using FlowActors.Sources;

namespace FlowActors.Tests.Api;

/// <summary>What is told of numbers that are refused, on a machine that writes them in its own way.</summary>
public sealed class RefusalTextTests : IDisposable
{
    private readonly OtherCulture _here = new();
    private readonly StreamExecutionEnvironment _env = new(new JobSettings());

    public void Dispose() => _here.Dispose();

    [Fact]
    public void Numbers_are_written_by_the_invariant_culture()
    {
        Assert.Contains("A parallelism of -1 is", Refusal(() => _env.SetParallelism(-1)), StringComparison.Ordinal);
        Assert.Contains("A max parallelism of -1 is", Refusal(() => _env.SetMaxParallelism(-1)), StringComparison.Ordinal);
        Assert.Contains("from 1 to -1", Refusal(() => _env.FromSequence(1, -1)), StringComparison.Ordinal);
        Assert.Contains("from -9223372036854775808 to 1 ", Refusal(() => _env.FromSequence(long.MinValue, 1)), StringComparison.Ordinal);
        Assert.Contains("make -1 records", Refusal(() => new GeneratorSource<long>(-1, i => i).Validate()), StringComparison.Ordinal);
        Assert.Contains("make -1.5 records a second", Refusal(() => new GeneratorSource<long>(1, i => i, -1.5).Validate()), StringComparison.Ordinal);
        Assert.Contains("= -1:", Refusal(() => new TextFileSource([], new TextFileSettings { SplitBytes = -1 }).Validate()), StringComparison.Ordinal);
    }

    private static string Refusal(Action action) => Assert.Throws<JobValidationException>(action).Message;
}
