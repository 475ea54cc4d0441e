using System.Globalization;
using FlowActors.Examples.CommandLine;

namespace FlowActors.Examples.Rules;

/// <summary>Applies rules to payments on an embedded cluster of one node.</summary>
internal static class RulesRun
{
    public static async Task ExecuteAsync(RulesOptions options, ExamplesConsole console, bool verbose, CancellationToken cancellation)
    {
        var progress = new JobProgress(console, RulesJob.Name, ApplyRules.PaymentsAccumulator, options.Payments, "M payments");
        var alarms = await JobRun.OnOneNodeAsync(env => RulesJob.Build(env, options), RulesJob.Name, options.State, progress, verbose, cancellation).ConfigureAwait(false);
        await WriteAsync(alarms.Values, console.Output).ConfigureAwait(false);
    }

    private static async Task WriteAsync(IReadOnlyList<Alarm> alarms, TextWriter output)
    {
        await output.WriteLineAsync($"{"rule",-10} {"amount",8} {"payments",8} {"alarms",10}").ConfigureAwait(false);
        foreach (var (rule, count) in alarms.CountBy(alarm => alarm.Rule).OrderBy(r => r.Key.Time))
        {
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"{rule.Name,-10} {rule.Amount,8} {rule.Payments,8} {count,10}")).ConfigureAwait(false);
        }
    }
}
