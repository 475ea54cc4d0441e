using System.CommandLine;
using FlowActors.Examples.CommandLine;

namespace FlowActors.Examples.Nexmark;

/// <summary>The nexmark command.</summary>
internal static class NexmarkCommand
{
    private const string Generator = "generator";

    public static Command Create()
    {
        var query = new Option<string>("--query") { Required = true, Description = "What to run: generator makes the events on one thread." };
        query.AcceptOnlyFromAmong(Generator);
        var seed = new Option<long>("--seed") { DefaultValueFactory = _ => 1, Description = "Another seed gives other events." }.AtLeast(long.MinValue);
        var events = new Option<long>("--events") { DefaultValueFactory = _ => 200_000, Description = "How many events." }.AtLeast(0);
        var group = new Option<long>("--group")
        {
            DefaultValueFactory = _ => 1,
            Description = "Events are out of order within groups of so many; 1 leaves them in order.",
        }.AtLeast(1);
        var rate = new Option<long>("--rate") { DefaultValueFactory = _ => 10_000, Description = "Events a second of event time." }.AtLeast(1);
        var repeat = new Option<int>("--repeat") { DefaultValueFactory = _ => 1, Description = "How many times to run." }.AtLeast(1);

        var command = new Command("nexmark", "Runs the Nexmark benchmark of stream processors.") { query, seed, events, group, rate, repeat };
        command.SetAction((parsed, cancellation) => RunAsync(
            new NexmarkOptions(
                parsed.GetRequiredValue(query), parsed.GetValue(seed), parsed.GetValue(events), parsed.GetValue(group),
                parsed.GetValue(rate), parsed.GetValue(repeat)),
            parsed.InvocationConfiguration.Output,
            cancellation));
        return command;
    }

    private static async Task RunAsync(NexmarkOptions options, TextWriter output, CancellationToken cancellation)
    {
        for (var run = 0; run < options.Repeat; run++)
        {
            var (rows, took) = await Measurement.OfAsync(() => Task.FromResult(GeneratorRun.Execute(options, cancellation))).ConfigureAwait(false);
            await output.WriteLineAsync(NexmarkReport.Line(options, rows, took)).ConfigureAwait(false);
        }
    }
}
