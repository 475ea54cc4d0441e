namespace FlowActors.Client.Jobs;

/// <content>What it is, what it is made of and what went wrong.</content>
public sealed partial class RemoteJob
{
    /// <summary>What it is, and where it stands.</summary>
    public Task<JobDetails> GetDetailsAsync(CancellationToken cancellationToken = default) => _rest.GetAsync<JobDetails>(Path(), cancellationToken);

    /// <summary>What it is made of.</summary>
    public Task<JobPlan> GetPlanAsync(CancellationToken cancellationToken = default) => _rest.GetAsync<JobPlan>(Path("plan"), cancellationToken);

    /// <summary>Its failures, the latest last.</summary>
    public async Task<IReadOnlyList<JobException>> GetExceptionsAsync(CancellationToken cancellationToken = default) =>
        (await _rest.GetAsync<JobExceptions>(Path("exceptions"), cancellationToken).ConfigureAwait(false)).Failures;

    /// <summary>Its accumulators, summed over its subtasks: integers or floating-point numbers, by name.</summary>
    public async Task<IReadOnlyDictionary<string, System.Text.Json.JsonElement>> GetAccumulatorsAsync(CancellationToken cancellationToken = default) =>
        (await _rest.GetAsync<JobAccumulators>(Path("accumulators"), cancellationToken).ConfigureAwait(false)).Accumulators;

    /// <summary>What it runs with, each setting with the layer that has the last word.</summary>
    public async Task<IReadOnlyList<JobSetting>> GetConfigurationAsync(CancellationToken cancellationToken = default) =>
        (await _rest.GetAsync<JobConfiguration>(Path("config"), cancellationToken).ConfigureAwait(false)).Settings;
}
