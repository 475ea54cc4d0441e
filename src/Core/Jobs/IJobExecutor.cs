using FlowActors.Graph;

namespace FlowActors;

/// <summary>Runs programs: what stands between the API and the runtime. Thread-safe.</summary>
public interface IJobExecutor
{
    /// <summary>The settings that a new program starts with.</summary>
    JobSettings DefaultSettings { get; }

    /// <summary>Validates a program, plans it and starts it; returns as soon as it is accepted.</summary>
    /// <exception cref="JobValidationException">The program cannot run; nothing was started.</exception>
    Task<IJobClient> SubmitAsync(StreamGraph graph, CancellationToken cancellationToken = default);
}
