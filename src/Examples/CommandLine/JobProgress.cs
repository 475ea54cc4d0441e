using System.Globalization;
using Spectre.Console;

namespace FlowActors.Examples.CommandLine;

/// <summary>
/// Shows on the error stream how far a job is: as a bar where somebody watches, else as a line every few seconds. A job that
/// ends soon shows nothing.
/// </summary>
/// <param name="Console">Where to show it.</param>
/// <param name="What">What runs.</param>
/// <param name="Accumulator">The job's accumulator that grows with its work.</param>
/// <param name="Total">Up to where it grows; null when nobody knows.</param>
/// <param name="Unit">What it counts, in millions: MB, M events.</param>
internal sealed record JobProgress(ExamplesConsole Console, string What, string Accumulator, long? Total, string Unit)
{
    private const double Million = 1e6;
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BarInterval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(5);

    /// <summary>Shows progress until the job has ended, well or not.</summary>
    public async Task ShowAsync(IJobClient job, Task end)
    {
        if (await EndsWithinAsync(end, Soon).ConfigureAwait(false)) return;
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
        while (!await EndsWithinAsync(end, LineInterval).ConfigureAwait(false))
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
