using FlowActors.Examples.Durable;

namespace FlowActors.Tests.Examples.Durable;

public class ResumeRulesTests
{
    private static readonly Dictionary<string, string> Before = new() { ["query"] = "q1", ["throttle"] = "5", ["output"] = "/rows", ["from-savepoint"] = "/half" };

    [Fact]
    public void What_may_differ_is_taken_and_the_savepoint_stays()
    {
        var merged = ResumeRules.Merge("job", Before, new Dictionary<string, string> { ["query"] = "q1", ["parallelism"] = "3", ["output"] = "/rows" });

        Assert.Equal(
            [new("from-savepoint", "/half"), new("output", "/rows"), new("parallelism", "3"), new("query", "q1")],
            merged.OrderBy(argument => argument.Key));
    }

    [Theory]
    [InlineData("query", "q2", "was started with --query q1, and --resume is given with --query q2")]
    [InlineData("output", null, "was started with --output /rows, and --resume is given without --output")]
    [InlineData("seed", "7", "was started without --seed, and --resume is given with --seed 7")]
    [InlineData("from-savepoint", "/other", "was started with --from-savepoint /half, and --resume is given with --from-savepoint /other")]
    public void What_must_not_differ_is_refused_by_the_name_of_its_option(string name, string? value, string expected)
    {
        var now = new Dictionary<string, string>(Before);
        if (value is null) now.Remove(name);
        else now[name] = value;

        var error = Assert.Throws<JobValidationException>(() => ResumeRules.Merge("job", Before, now));

        Assert.StartsWith($"The job in 'job' {expected}: give the same. Only these may differ: --throttle, ", error.Message, StringComparison.Ordinal);
    }
}
