using System.Diagnostics.Metrics;
using System.Globalization;

namespace FlowActors.Bench.Harness;

/// <summary>How long slices of scans hold the threads of subtasks, as the engine's histogram tells it in this process.</summary>
internal sealed class SliceTimes : IDisposable
{
    private const string Name = "flowactors.stateReadSliceTimeMs";
    private const string Question = "slices";

    private readonly MeterListener _listener = new();
    private readonly LatencyHistogram _times = new();
    private readonly Lock _adding = new();

    public SliceTimes()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == Name) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>((_, ms, _, _) =>
        {
            lock (_adding) _times.Record(TimeSpan.FromMilliseconds(ms));
        });
        _listener.Start();
    }

    /// <summary>Answers each question of the parent process by a line.</summary>
    public async Task AnswerAsync(TextReader questions, TextWriter answers, CancellationToken cancellationToken)
    {
        while (await questions.ReadLineAsync(cancellationToken) is { } question)
        {
            if (question != Question) continue;
            string answer;
            lock (_adding) answer = string.Create(CultureInfo.InvariantCulture, $"{_times.Count} {_times.Milliseconds(99)} {_times.Milliseconds(100)}");
            await answers.WriteLineAsync(answer.AsMemory(), cancellationToken);
        }
    }

    /// <summary>Asks the process that answers.</summary>
    /// <exception cref="BenchException">It has ended.</exception>
    public static async Task<SliceSpread> AskAsync(TextWriter questions, TextReader answers, CancellationToken cancellationToken)
    {
        await questions.WriteLineAsync(Question.AsMemory(), cancellationToken);
        await questions.FlushAsync(cancellationToken);
        var answer = await answers.ReadLineAsync(cancellationToken) ?? throw new BenchException("The process that was scanned has ended.");
        var numbers = answer.Split(' ').Select(n => double.Parse(n, CultureInfo.InvariantCulture)).ToList();
        return new SliceSpread((long)numbers[0], numbers[1], numbers[2]);
    }

    public void Dispose() => _listener.Dispose();
}

/// <summary>Of slices, in ms of processor time of their threads.</summary>
/// <param name="Count">How many there were.</param>
/// <param name="P99Ms">What 99 of 100 did not exceed.</param>
/// <param name="LongestMs">The longest.</param>
internal readonly record struct SliceSpread(long Count, double P99Ms, double LongestMs);
