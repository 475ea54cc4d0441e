using FlowActors.Graph;
using FlowActors.Runtime.Control;
using FlowActors.Runtime.Hosting;
using FlowActors.Runtime.Planning;
using Microsoft.Extensions.Logging;
using static FlowActors.Runtime.Control.JobManagerProtocol;

namespace FlowActors.Runtime.Client;

/// <summary>Submits programs and registered jobs, and finds those that were submitted.</summary>
internal sealed class JobExecutor(ControlClient control, JobCatalog catalog, JobSettings defaultSettings, ILogger log) : IJobExecutor
{
    private static readonly Dictionary<string, string> NoArguments = [];

    public JobSettings DefaultSettings => defaultSettings;

    public async Task<IJobClient> SubmitAsync(StreamGraph graph, CancellationToken cancellationToken = default)
    {
        var id = JobId.Create();
        catalog.AddLocal(id, Check(graph));
        try
        {
            return await SubmitAsync(new JobSpec(id, graph.JobName, null, NoArguments), cancellationToken).ConfigureAwait(false);
        }
        catch (JobValidationException)
        {
            catalog.Remove(id);
            throw;
        }
    }

    /// <summary>Submits a registered job; it is built here first, so that what is wrong with it is told at once.</summary>
    /// <exception cref="JobValidationException">There is no such job, or it cannot run with these arguments.</exception>
    public Task<IJobClient> SubmitAsync(
        string registeredName, IReadOnlyDictionary<string, string>? arguments, string? jobName, CancellationToken cancellationToken)
    {
        var spec = new JobSpec(JobId.Create(), jobName ?? registeredName, registeredName, arguments ?? NoArguments);
        Check(catalog.Build(registeredName, spec.JobName, spec.Arguments));
        return SubmitAsync(spec, cancellationToken);
    }

    /// <summary>The jobs that are remembered, in the order of submission.</summary>
    public async Task<IReadOnlyList<IJobClient>> GetJobsAsync(CancellationToken cancellationToken) =>
        [.. (await LinesAsync(cancellationToken).ConfigureAwait(false)).Select(j => new JobClient(j.Job.Id, j.Job.JobName, control))];

    /// <summary>The jobs that have not ended.</summary>
    public async Task<IReadOnlyList<IJobClient>> GetRunningJobsAsync(CancellationToken cancellationToken) =>
    [
        .. (await LinesAsync(cancellationToken).ConfigureAwait(false))
            .Where(j => j.End is null).Select(j => new JobClient(j.Job.Id, j.Job.JobName, control)),
    ];

    private JobGraph Check(StreamGraph program)
    {
        var graph = JobPlanner.Plan(program);
        if (!StateBackends.All.ContainsKey(graph.Settings.StateBackend))
        {
            throw new JobValidationException(
                $"Job '{graph.JobName}' asks for the state backend '{graph.Settings.StateBackend}', which there is not; there is: " +
                $"{string.Join(", ", StateBackends.All.Keys)}.");
        }

        JobPlanner.Validate(graph);
        foreach (var (source, sink) in UnseenResults.Find(program))
            ControlLog.ResultsUnseen(log, graph.JobName, sink.Id, sink.Name, source.Id, source.Name);
        return graph;
    }

    private async Task<IReadOnlyList<JobLine>> LinesAsync(CancellationToken cancellationToken) =>
        (await control.AskAsync<Jobs>(new GetJobs(), cancellationToken).ConfigureAwait(false)).All;

    private async Task<IJobClient> SubmitAsync(JobSpec spec, CancellationToken cancellationToken)
    {
        await control.AskAsync<JobAccepted>(new SubmitJob(spec), cancellationToken).ConfigureAwait(false);
        return new JobClient(spec.Id, spec.JobName, control);
    }
}
