using FlowActors.Examples.CommandLine;

namespace FlowActors.Examples.Durable;

/// <summary>A job that can be resumed, as a command runs it.</summary>
/// <param name="Name">The name it is registered by.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Create">Makes it, with what leads its source.</param>
/// <param name="Progress">Shows how far it is.</param>
internal sealed record DurableJob(
    string Name, IReadOnlyDictionary<string, string> Arguments, Func<SourceSteering, IStreamJob> Create, JobProgress Progress)
{
    /// <summary>The options that may be others when it is resumed, for people.</summary>
    public string MayDiffer { get; init; } = ResumeRules.MayDiffer();

    /// <summary>The full path of its output; null for none.</summary>
    public string? Output { get; init; }

    /// <summary>How many records there are; null when nobody knows.</summary>
    public long? Records { get; init; }

    /// <summary>Called when the job begins with nothing, before it runs.</summary>
    public Action? Begins { get; init; }
}

/// <summary>How a job has ended whose results are complete.</summary>
/// <param name="Result">The job's end.</param>
/// <param name="RecordsRead">How many records this run has read.</param>
/// <param name="Took">What that took; null when the job had ended before this run.</param>
internal sealed record DurableEnd(JobResult Result, long RecordsRead, Measurement? Took);
