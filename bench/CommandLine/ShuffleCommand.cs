using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using FlowActors.Bench.Candidates;
using FlowActors.Bench.Harness;

namespace FlowActors.Bench.CommandLine;

/// <summary>
/// The command that the case <c>memory</c> runs in a process of its own for each parallelism: the peak of one would hide that of another.
/// </summary>
internal static class ShuffleCommand
{
    private const string Name = "shuffle";

    public static Command Create()
    {
        var parallelism = new Argument<int>("parallelism");
        var records = new Argument<long>("records");
        var runs = new Argument<int>("runs");
        var command = new Command(Name) { parallelism, records, runs };
        command.Hidden = true;
        command.SetAction(async (parsed, _) =>
        {
            var line = await Shuffle.RunAsync(parsed.GetValue(parallelism), parsed.GetValue(records), parsed.GetValue(runs));
            await Console.Out.WriteLineAsync(line.ToString());
        });
        return command;
    }

    /// <summary>Runs it in a new process.</summary>
    /// <exception cref="BenchException">The process failed.</exception>
    public static async Task<ShuffleLine> RunAsync(int parallelism, long records, int runs, CancellationToken cancellationToken)
    {
        var culture = CultureInfo.InvariantCulture;
        string[] arguments = [Name, parallelism.ToString(culture), records.ToString(culture), runs.ToString(culture)];
        var start = new ProcessStartInfo(Environment.ProcessPath!, [.. CaseProcess.Program(), .. arguments]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        try
        {
            ShuffleLine? told = null;
            while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line) told = ShuffleLine.TryParse(line) ?? told;
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode == 0 && told is not null
                ? told
                : throw new BenchException($"The process of '{string.Join(' ', arguments)}' ended with exit code {process.ExitCode}.");
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }
}
