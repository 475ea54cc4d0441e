using System.CommandLine;
using FlowActors.Examples.CommandLine;

namespace FlowActors.Examples.Rules;

/// <summary>The rules command.</summary>
internal static class RulesCommand
{
    public static Command Create(ExamplesConsole console, Option<bool> verbose)
    {
        var accounts = ExampleOptions.Number("--accounts", 100, "How many accounts there are.").Between(1, 1_000);
        var payments = ExampleOptions.Number("--payments", 100_000L, "How many payments they make together.").Between(0, 1_000_000);
        var rate = ExampleOptions.Number("--rate", 20_000, "How many payments are made in a second; a rule comes with every 600.").Between(1, 1_000_000);
        var seed = ExampleOptions.Seed("streams");
        var parallelism = ExampleOptions.Parallelism("apply rules");
        var state = new StateArguments();
        var explain = ExplainOption.Create();

        var command = new Command(
            RulesJob.Name,
            """
            Raises alarms when an account makes several large payments in succession. How many and how large is said by rules, which come by a
            stream of their own and change while the job runs. How far the one stream is ahead of the other differs from run to run, and so do
            the alarms of each rule; at a lower --rate less.

            For example:
              rules
              rules --accounts 10 --payments 20000 --rate 5000
            """)
        { accounts, payments, rate, seed, parallelism, explain };
        state.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            var options = new RulesOptions(
                parsed.GetValue(accounts), parsed.GetValue(payments), parsed.GetValue(rate), parsed.GetValue(seed), parsed.GetValue(parallelism))
            { State = state.Read(parsed) };
            return parsed.IsGiven(explain)
                ? parsed.ExplainAsync(explain, RulesJob.Name, env => RulesJob.Build(env, options), console.Output)
                : RulesRun.ExecuteAsync(options, console, parsed.GetValue(verbose), cancellation);
        });
        return command;
    }
}
