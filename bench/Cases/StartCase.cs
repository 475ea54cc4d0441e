using System.Diagnostics;
using FlowActors.Bench.Harness;

namespace FlowActors.Bench.Cases;

/// <summary>How long a user waits for the first result of a tiny job, from the start of the process.</summary>
internal sealed class StartCase : BenchCase
{
    private const string Text = "to be or not to be\n";
    private const string FirstWordOfResult = "be";

    public override string Name => "start";

    public override string Summary => "from exec of the examples to the first line of a tiny word count, jobs in memory";

    public override async Task RunAsync(BenchSettings settings, BenchReport report, CancellationToken cancellationToken)
    {
        var program = ExamplesProgram.Find();
        var input = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(input, Text, cancellationToken);
            var seconds = new List<double>();
            for (var round = 1; round <= settings.WarmupRounds + settings.Rounds; round++)
            {
                var elapsed = await SecondsToFirstLineAsync(program, input, cancellationToken);
                if (round > settings.WarmupRounds) seconds.Add(elapsed);
            }

            Report(Spread.Of(seconds), report);
        }
        finally
        {
            File.Delete(input);
        }
    }

    private static async Task<double> SecondsToFirstLineAsync(ExamplesProgram program, string input, CancellationToken cancellationToken)
    {
        TimeSpan? first = null;
        var output = new List<string>();
        var started = Stopwatch.GetTimestamp();
        void OnLine(string line)
        {
            first ??= Stopwatch.GetElapsedTime(started);
            output.Add(line);
        }

        await program.RunAsync(["wordcount", "--input", input], OnLine, cancellationToken);
        if (first is not { } elapsed || !output.Exists(line => line.Contains(FirstWordOfResult, StringComparison.Ordinal)))
            throw new BenchException($"The word count of '{Text.Trim()}' did not print the word '{FirstWordOfResult}': {string.Join(" / ", output)}");
        return elapsed.TotalSeconds;
    }

    private void Report(Spread seconds, BenchReport report)
    {
        string[] row = ["wordcount", .. new[] { seconds.Min, seconds.Median, seconds.Max }.Select(SignificantDigits.Format)];
        report.Table($"{Name}: {Summary}", ["s", "min", "median", "max"], [row]);
        report.Figure("start-seconds", seconds.Median);
    }
}
