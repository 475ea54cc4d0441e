using System.CommandLine;
using FlowActors.Graph;
using FlowActors.Runtime.Planning;

namespace FlowActors.Examples.CommandLine;

/// <summary>The option that shows how a job would run instead of running it.</summary>
internal static class ExplainOption
{
    private const string AsText = "text";
    private const string AsMermaid = "mermaid";

    public static Option<string> Create() => new Option<string>("--explain")
    {
        Arity = ArgumentArity.ZeroOrOne,
        HelpName = $"{AsText}|{AsMermaid}",
        Description = "Do not run the job: show its stream graph, job graph and execution graph, as text or as Mermaid flowcharts.",
    }.OneOf(AsText, AsMermaid);

    /// <summary>Whether the plans are asked for.</summary>
    public static bool IsGiven(this ParseResult parsed, Option<string> explain) => parsed.GetResult(explain) is not null;

    /// <summary>Writes a program's plans.</summary>
    /// <param name="parsed">Says in which form.</param>
    /// <param name="explain">The option.</param>
    /// <param name="jobName">The job's name.</param>
    /// <param name="build">Writes the program down.</param>
    /// <param name="output">Takes the plans.</param>
    /// <exception cref="JobValidationException">The program contradicts itself.</exception>
    public static async Task ExplainAsync(
        this ParseResult parsed, Option<string> explain, string jobName, Action<StreamExecutionEnvironment> build, TextWriter output)
    {
        var env = new StreamExecutionEnvironment(new JobSettings());
        build(env);
        var program = env.BuildGraph(jobName);
        var plans = parsed.GetValue(explain) == AsMermaid ? PlanPrinter.Mermaid(program) : PlanPrinter.Text(program);
        await output.WriteLineAsync(plans.TrimEnd()).ConfigureAwait(false);
    }
}
