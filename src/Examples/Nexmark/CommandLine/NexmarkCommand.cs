using System.CommandLine;
using FlowActors.Examples.CommandLine;
using FlowActors.Examples.Durable;

namespace FlowActors.Examples.Nexmark;

/// <summary>The nexmark command.</summary>
internal static class NexmarkCommand
{
    public static Command Create(ExamplesConsole console, Option<bool> verbose)
    {
        var arguments = new NexmarkArguments();
        var durableArguments = new DurableArguments(NexmarkDurableRun.MayDiffer);
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
              nexmark --query q17 --events 10000000 --data job --checkpoint-interval 1s --output rows.txt
              nexmark --query q17 --events 10000000 --data job --checkpoint-interval 1s --output rows.txt --resume
              nexmark --query q18 --events 1000000 --stop-after 400000 --savepoint half
              nexmark --query q18 --events 1000000 --from-savepoint half --parallelism 5
            """);
        arguments.AddTo(command);
        durableArguments.AddTo(command);
        command.Add(explain);
        command.SetAction((parsed, cancellation) =>
        {
            var durable = durableArguments.Read(parsed);
            var options = arguments.Read(parsed) with { CheckpointInterval = durable.Interval };
            if (options.Query == NexmarkOptions.Generator && durable != new DurableOptions())
                throw new JobValidationException("--query generator makes events without a job, which has neither checkpoints nor savepoints: leave their options out.");
            if (durable.NeedsRegisteredJob && arguments.IsRepeatGiven(parsed))
                throw new JobValidationException("--repeat runs a query anew each time, and --data, --savepoint and --from-savepoint are of one run: leave --repeat out.");
            if (options.Query == NexmarkOptions.Generator && (options.Output is not null || parsed.IsGiven(explain))) throw new JobValidationException(
                "--query generator makes events without a job and keeps none of them, so --output and --explain have nothing to show: leave them out.");
            if (options.Query == NexmarkOptions.Generator) return GeneratorRun.ExecuteAsync(options, console, cancellation);
            if (parsed.IsGiven(explain))
                return parsed.ExplainAsync(explain, options.Query, env => NexmarkJob.Build(env, options, new CountedResults()), console.Output);
            return durable.NeedsRegisteredJob
                ? NexmarkDurableRun.ExecuteAsync(options, durable, console, parsed.GetValue(verbose), cancellation)
                : NexmarkRun.ExecuteAsync(options, console, parsed.GetValue(verbose), cancellation);
        });
        return command;
    }
}
