using System.Globalization;
using FlowActors.Runtime.Hocon;
using FlowActors.State;

namespace FlowActors.Examples.Durable;

/// <summary>What is asked of checkpoints and savepoints.</summary>
internal sealed record DurableOptions
{
    /// <summary>The argument of a job that has the interval.</summary>
    public const string IntervalArgument = "checkpoint-interval";

    /// <summary>The argument of a job that stands still after so many records.</summary>
    public const string StopAfterArgument = "stop-after";

    private static readonly TimeSpan IntervalForSavepoints = TimeSpan.FromSeconds(10);

    /// <summary>From one checkpoint to the next; null leaves it to the engine.</summary>
    public TimeSpan? Interval { get; init; }

    /// <summary>The folder that the job is written down in; null for one that goes with the run, or none.</summary>
    public string? Data { get; init; }

    /// <summary>Whether to go on with the job of that folder.</summary>
    public bool Resume { get; init; }

    /// <summary>The full path of the savepoint to stop with; null for none.</summary>
    public string? Savepoint { get; init; }

    /// <summary>How that savepoint holds state; null for the default.</summary>
    public SnapshotForm? SavepointForm { get; init; }

    /// <summary>Whether to end the input before that savepoint.</summary>
    public bool Drain { get; init; }

    /// <summary>After how many records to stop with the savepoint; null when that is left to Ctrl-C.</summary>
    public long? StopAfter { get; init; }

    /// <summary>The full path of the savepoint to begin with; null for none.</summary>
    public string? FromSavepoint { get; init; }

    /// <summary>Whether the job must be one that others can go on with: registered by name, and led from record to record.</summary>
    public bool NeedsRegisteredJob => Data is not null || Savepoint is not null || FromSavepoint is not null;

    /// <summary>The interval among a job's arguments, as its option takes it, or as <see cref="AddTo"/> writes it; null for none.</summary>
    /// <exception cref="JobValidationException">It is no time.</exception>
    public static TimeSpan? IntervalOf(JobArguments arguments)
    {
        if (!arguments.Values.TryGetValue(IntervalArgument, out var text)) return null;
        // A number alone would be days.
        if (text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out var interval)) return interval;
        try
        {
            return TimeSpan.FromTicks((long)HoconUnits.ParseTicks(text));
        }
        catch (FormatException e)
        {
            throw new JobValidationException($"The job's argument '{IntervalArgument}' is '{text}', but must be a time such as 500ms, 1s or 2m: {e.Message}.", e);
        }
    }

    /// <summary>Adds what a job's program, or whoever goes on with it, must know of them.</summary>
    public void AddTo(IDictionary<string, string> arguments)
    {
        if (JobInterval is { } interval) arguments[IntervalArgument] = interval.ToString("c", CultureInfo.InvariantCulture);
        if (StopAfter is { } records) arguments[StopAfterArgument] = records.ToString(CultureInfo.InvariantCulture);
        if (FromSavepoint is { } savepoint) arguments[ResumeRules.FromSavepoint] = savepoint;
    }

    /// <summary>The interval that the job is given. Without a data folder a job takes snapshots only where it has one.</summary>
    public TimeSpan? JobInterval => Interval ?? (Data is null && Savepoint is not null ? IntervalForSavepoints : null);
}
