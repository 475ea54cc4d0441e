using System.CommandLine;
using FlowActors.Examples.CommandLine;

namespace FlowActors.Examples.Nexmark;

/// <summary>The nexmark command.</summary>
internal static class NexmarkCommand
{
    public static Command Create(ExamplesConsole console, Option<bool> verbose)
    {
        var arguments = new NexmarkArguments();
        var explain = ExplainOption.Create();
        var command = new Command(
            "nexmark",
            """
            Runs a query of Nexmark, the benchmark of stream processors: an auction house with persons, auctions and bids. Prints a line for each
            repeat, with the wall time and the CPU time of the whole process.

            For example:
              nexmark --query q0
              nexmark --query q17 --events 10000000 --parallelism 2 --repeat 3
              nexmark --query q18 --seed 2 --group 1000 --nodes 3 --parallelism 3 --output rows.txt
              nexmark --query q17 --explain mermaid
            """);
        arguments.AddTo(command);
        command.Add(explain);
        command.SetAction((parsed, cancellation) =>
        {
            var options = arguments.Read(parsed);
            if (options.Query == NexmarkOptions.Generator && (options.Output is not null || parsed.IsGiven(explain))) throw new JobValidationException(
                "--query generator makes events without a job and keeps none of them, so --output and --explain have nothing to show: leave them out.");
            if (options.Query == NexmarkOptions.Generator) return GeneratorRun.ExecuteAsync(options, console, cancellation);
            return parsed.IsGiven(explain)
                ? parsed.ExplainAsync(explain, options.Query, env => NexmarkJob.Build(env, options, new CountedResults()), console.Output)
                : NexmarkRun.ExecuteAsync(options, console, parsed.GetValue(verbose), cancellation);
        });
        return command;
    }
}
