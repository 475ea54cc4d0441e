using System.Globalization;
using Spectre.Console;

namespace FlowActors.Examples.CommandLine;

/// <summary>
/// Shows on the error stream how far a job is: as a bar where somebody watches, else as a line every few seconds.
/// </summary>
/// <param name="Console">Where to show it.</param>
/// <param name="What">What runs.</param>
/// <param name="Accumulator">The job's accumulator that grows with its work.</param>
/// <param name="Total">Up to where it grows; null when nobody knows.</param>
/// <param name="Unit">What it counts, in millions: MB, M events.</param>
/// <param name="FromStart">Whether to show it from the start to the end; if not, a job that ends soon shows nothing.</param>
internal sealed record JobProgress(
    ExamplesConsole Console, string What, string Accumulator, long? Total, string Unit, bool FromStart = false)
{
    private const double Million = 1e6;
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BarInterval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(5);

    /// <summary>Shows progress until the job has ended, well or not.</summary>
    public async Task ShowAsync(IJobClient job, Task end)
    {
        if (!FromStart && await EndsWithinAsync(end, Soon).ConfigureAwait(false)) return;
        if (Console.IsInteractive) await ShowBarAsync(job, end).ConfigureAwait(false);
        else await ShowLinesAsync(job, end).ConfigureAwait(false);
    }

    private async Task ShowBarAsync(IJobClient job, Task end)
    {
        var terminal = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        var bar = terminal.Progress().AutoClear(true).Columns(
            new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn());
        await bar.StartAsync(async context =>
        {
            var task = context.AddTask(What, maxValue: Math.Max(Total ?? 1, 1));
            task.IsIndeterminate = Total is null;
            do
            {
                var done = await DoneAsync(job).ConfigureAwait(false);
                if (Total is not null) task.Value = done;
                task.Description = Line(done);
            }
            while (!await EndsWithinAsync(end, BarInterval).ConfigureAwait(false));
        }).ConfigureAwait(false);
    }

    private async Task ShowLinesAsync(IJobClient job, Task end)
    {
        if (FromStart) await Console.Error.WriteLineAsync(Line(0)).ConfigureAwait(false);
        while (!await EndsWithinAsync(end, LineInterval).ConfigureAwait(false))
            await Console.Error.WriteLineAsync(Line(await DoneAsync(job).ConfigureAwait(false))).ConfigureAwait(false);
        if (FromStart && end.IsCompletedSuccessfully)
            await Console.Error.WriteLineAsync(Line(await DoneAsync(job).ConfigureAwait(false))).ConfigureAwait(false);
    }

    private string Line(long done) => Total is { } total
        ? string.Create(CultureInfo.InvariantCulture, $"{What}: {done / Million:F1} of {total / Million:F1} {Unit}")
        : string.Create(CultureInfo.InvariantCulture, $"{What}: {done / Million:F1} {Unit}");

    private async Task<long> DoneAsync(IJobClient job)
    {
        var accumulators = await job.GetAccumulatorsAsync().ConfigureAwait(false);
        return accumulators.TryGetValue(Accumulator, out var done) ? (long)done : 0;
    }

    private static async Task<bool> EndsWithinAsync(Task end, TimeSpan time) =>
        await Task.WhenAny(end, Task.Delay(time)).ConfigureAwait(false) == end;
}
