using System.CommandLine;
using FlowActors.Examples.CommandLine;

namespace FlowActors.Examples.Clicks;

/// <summary>The clicks command.</summary>
internal static class ClicksCommand
{
    public static Command Create(ExamplesConsole console, Option<bool> verbose)
    {
        var users = ExampleOptions.Number("--users", 200, "How many users there are.").Between(1, 1_000);
        var clicks = ExampleOptions.Number("--clicks", 100_000L, "How many clicks they make together, ten a second.").Between(0, 1_000_000);
        var patience = ExampleOptions.Number("--patience", 60, "For so many seconds of event time a click waits for the first profile of its user.").Between(0, 86_400);
        var seed = ExampleOptions.Seed("streams");
        var parallelism = ExampleOptions.Parallelism("enrich");
        var state = new StateArguments();
        var explain = ExplainOption.Create();

        var command = new Command(
            ClicksJob.Name,
            """
            Enriches a stream of clicks by a stream of user profiles, and counts the clicks of each country and plan. A click gets the profile
            that its user had at its time. One that comes before the first profile of its user waits for it, but not for ever.

            For example:
              clicks
              clicks --users 50 --clicks 10000 --patience 5
            """)
        { users, clicks, patience, seed, parallelism, explain };
        state.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            var options = new ClicksOptions(
                parsed.GetValue(users), parsed.GetValue(clicks), parsed.GetValue(patience), parsed.GetValue(seed), parsed.GetValue(parallelism))
            { State = state.Read(parsed) };
            return parsed.IsGiven(explain)
                ? parsed.ExplainAsync(explain, ClicksJob.Name, env => ClicksJob.Build(env, options), console.Output)
                : ClicksRun.ExecuteAsync(options, console, parsed.GetValue(verbose), cancellation);
        });
        return command;
    }
}
