using FlowActors.Examples.CommandLine;
using FlowActors.Examples.Durable;

namespace FlowActors.Tests.Examples.Durable;

public class ResumeRulesTests
{
    private static readonly Dictionary<string, string> Before = new() { ["query"] = "q1", ["throttle"] = "5", ["output"] = "/rows", ["from-savepoint"] = "/half" };

    [Fact]
    public void What_may_differ_is_taken_and_the_savepoint_stays()
    {
        var merged = ResumeRules.Merge("job", Before, new Dictionary<string, string> { ["query"] = "q1", ["parallelism"] = "3", ["output"] = "/rows" }, "--throttle, --top");

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

        var error = Assert.Throws<JobValidationException>(() => ResumeRules.Merge("job", Before, now, "--throttle, --top"));

        Assert.StartsWith($"The job in 'job' {expected}: give the same. Only these may differ: --throttle, --top.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_backend_is_refused_with_the_way_over_a_savepoint()
    {
        Assert.Equal(
            "The job in 'job' has state on tape, and this run has state in memory (the default): go on with --state tape, or stop the job with --savepoint and begin another " +
            "with --from-savepoint. Only these may differ: --top.",
            Refusal("tape", "memory"));
        Assert.Equal(Refusal("tape", "memory"), Refusal("tape", null));
        Assert.Equal(
            "The job in 'job' has state in memory (the default), and this run has state on tape: leave --state out, or stop the job with --savepoint and begin another " +
            "with --from-savepoint. Only these may differ: --top.",
            Refusal("memory", "tape"));
        Assert.Equal(Refusal("memory", "tape"), Refusal(null, "tape"));

        static string Refusal(string? before, string? now) =>
            Assert.Throws<JobValidationException>(() => ResumeRules.Merge("job", State(before), State(now), "--top")).Message;

        static Dictionary<string, string> State(string? backend) => backend is null ? [] : new() { ["state"] = backend };
    }

    /// <summary>Which options may differ is said of each command by the options that it has, and no other of its arguments may.</summary>
    [Theory]
    [InlineData("wordcount", "--checkpoint-interval --drain --parallelism --savepoint --savepoint-format --state-dirs --state-memory --stop-after --top", "encoding input output state")]
    [InlineData("nexmark", "--checkpoint-interval --drain --nodes --parallelism --savepoint --savepoint-format --source-parallelism --state-dirs --state-memory --stop-after --throttle", "events group output query rate seed state")]
    public void Help_names_options_that_the_command_has(string name, string mayDiffer, string mustNot)
    {
        var (root, _) = ExamplesCommand.Create(new ExamplesConsole(TextWriter.Null, TextWriter.Null, IsInteractive: false));
        var command = root.Subcommands.Single(c => c.Name == name);
        var said = command.Options.Single(o => o.Name == "--resume").Description!.Split("may differ: ")[1].Split(". ")[0].Split(", ");

        Assert.Equal(mayDiffer.Split(' '), said.Order(StringComparer.Ordinal));
        Assert.Subset(command.Options.Select(o => o.Name).ToHashSet(), said.ToHashSet());
        foreach (var argument in mustNot.Split(' '))
        {
            Assert.Contains(command.Options, o => o.Name == $"--{argument}");
            var now = new Dictionary<string, string> { [argument] = "another" };
            Assert.Throws<JobValidationException>(() => ResumeRules.Merge("job", new Dictionary<string, string> { [argument] = "one" }, now, mayDiffer));
        }
    }
}
