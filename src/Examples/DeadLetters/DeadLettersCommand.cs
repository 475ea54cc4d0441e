using System.CommandLine;
using FlowActors.Examples.CommandLine;

namespace FlowActors.Examples.DeadLetters;

/// <summary>The deadletters command.</summary>
internal static class DeadLettersCommand
{
    private const string DefaultFile = "dead-letters.jsonl";
    private static readonly string ShippedOrders = Path.Combine(AppContext.BaseDirectory, "DeadLetters", "orders.jsonl");

    public static Command Create(ExamplesConsole console, Option<bool> verbose)
    {
        var input = new Option<string[]>("--input")
        {
            AllowMultipleArgumentsPerToken = true,
            Arity = ArgumentArity.OneOrMore,
            HelpName = "FILE",
            Description = "Files of orders, one JSON object on a line: id, product, quantity, price. Default: some that come with the example.",
        };
        var deadLetters = new Option<string>("--dead-letters")
        {
            DefaultValueFactory = _ => DefaultFile,
            HelpName = "FILE",
            Description = "Gets the lines that are no good orders, as JSON: file, line, reason, text. Appears when the job has ended well, in place of an earlier one.",
        };
        var parallelism = new Option<int>("--parallelism")
        {
            DefaultValueFactory = _ => Environment.ProcessorCount,
            HelpName = "N",
            Description = "How many subtasks read and sum up. Default: the number of cores.",
        }.Parallelism();
        var state = new StateArguments();
        var explain = ExplainOption.Create();

        var command = new Command(
            DeadLettersJob.Name,
            """
            Sums up orders by product. Lines that are no good orders go to a file of dead letters, with their place and what is wrong with them.

            For example:
              deadletters
              deadletters --input monday.jsonl tuesday.jsonl --dead-letters bad.jsonl
            """)
        { input, deadLetters, parallelism, explain };
        state.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            var options = new DeadLettersOptions(
                parsed.GetValue(input) is { Length: > 0 } files ? files : [ShippedOrders], parsed.GetValue(deadLetters)!, parsed.GetValue(parallelism))
            { State = state.Read(parsed) };
            return parsed.IsGiven(explain)
                ? parsed.ExplainAsync(explain, DeadLettersJob.Name, env => DeadLettersJob.Build(env, options), console.Output)
                : DeadLettersRun.ExecuteAsync(options, console, parsed.GetValue(verbose), cancellation);
        });
        return command;
    }
}
