using System.Net;
using FlowActors.Client.Health;
using FlowActors.Client.Jobs;
using FlowActors.Client.Nodes;
using FlowActors.Client.Overviews;
using FlowActors.Client.Operations;
using FlowActors.Client.Savepoints;
using FlowActors.Client.Submission;
using FlowActors.Client.Wire;

namespace FlowActors.Client;

/// <summary>
/// Asks FlowActors over HTTP, at any node of the cluster. Thread-safe. Every call throws <see cref="FlowActorsClientException"/> where it is not answered.
/// </summary>
public sealed class FlowActorsClient : IDisposable
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(100);

    // For how many questions an operation may be unknown while its job's coordinator moves; some 10 seconds.
    private const int UnknownMax = 100;

    private readonly HttpClient _http;
    private readonly Rest _rest;

    /// <param name="address">Where a node listens, as <c>http://127.0.0.1:8081</c>, with the path that the endpoints were mapped below.</param>
    /// <param name="apiKey">The key of a server that asks for one; null, the default, for none.</param>
    /// <exception cref="ArgumentException">The address is none of HTTP, or the key has characters that no header can hold: it is of printable ASCII.</exception>
    public FlowActorsClient(Uri address, string? apiKey = null)
        : this(new HttpClient { BaseAddress = Checked(address) })
    {
        if (apiKey is not null && ApiKeyText.MistakeIn(apiKey) is { } mistake) throw new ArgumentException($"It cannot be sent: {mistake}.", nameof(apiKey));
        if (apiKey is not null) _http.DefaultRequestHeaders.Authorization = new("Bearer", apiKey);
    }

    /// <param name="http">Its base address says where a node listens. The client disposes of it.</param>
    /// <exception cref="ArgumentException">It has no base address, or one that is none of HTTP.</exception>
    public FlowActorsClient(HttpClient http)
    {
        ArgumentNullException.ThrowIfNull(http);
        http.BaseAddress = Checked(http.BaseAddress ?? throw new ArgumentException("It has no base address.", nameof(http)));
        _http = http;
        _rest = new Rest(http);
    }

    /// <summary>The cluster in a few numbers.</summary>
    public Task<Overview> GetOverviewAsync(CancellationToken cancellationToken = default) => _rest.GetAsync<Overview>("overview", cancellationToken);

    /// <summary>The nodes of the cluster, by name.</summary>
    public async Task<IReadOnlyList<NodeSummary>> GetNodesAsync(CancellationToken cancellationToken = default) =>
        (await _rest.GetAsync<NodeList>("nodes", cancellationToken).ConfigureAwait(false)).Nodes;

    /// <summary>One node.</summary>
    /// <param name="node">Its name: host and port.</param>
    /// <param name="cancellationToken">Gives the question up.</param>
    public Task<NodeSummary> GetNodeAsync(string node, CancellationToken cancellationToken = default) => _rest.GetAsync<NodeSummary>(Rest.Path("nodes", node), cancellationToken);

    /// <summary>What the operators' threads of a node are in.</summary>
    /// <param name="node">Its name: host and port.</param>
    /// <param name="cancellationToken">Gives the question up.</param>
    public Task<NodeThreadList> GetThreadsAsync(string node, CancellationToken cancellationToken = default) =>
        _rest.GetAsync<NodeThreadList>(Rest.Path("nodes", node, "threads"), cancellationToken);

    /// <summary>The last lines that a node has logged, the oldest first; 1,000 at most.</summary>
    /// <param name="node">Its name: host and port.</param>
    /// <param name="cancellationToken">Gives the question up.</param>
    public async Task<IReadOnlyList<NodeLogLine>> GetLogAsync(string node, CancellationToken cancellationToken = default) =>
        (await _rest.GetAsync<NodeLog>(Rest.Path("nodes", node, "logs"), cancellationToken).ConfigureAwait(false)).Lines;

    /// <summary>
    /// Has a node drained: it gets no more slots, those that it has go to other nodes as their jobs stand still at a checkpoint, and then it leaves the cluster. Returns at once; asked again it
    /// says how far that is, until the node is not known any more (404).
    /// </summary>
    /// <param name="node">Its name: host and port.</param>
    /// <param name="cancellationToken">Gives the question up; the node goes on.</param>
    public Task<NodeDrain> DrainNodeAsync(string node, CancellationToken cancellationToken = default) =>
        _rest.SendAsync<NodeDrain>(HttpMethod.Post, Rest.Path("nodes", node, "drain"), null, cancellationToken);

    /// <summary>The jobs that are remembered, in the order of their submission.</summary>
    public async Task<IReadOnlyList<JobSummary>> GetJobsAsync(CancellationToken cancellationToken = default) =>
        (await _rest.GetAsync<JobList>("jobs", cancellationToken).ConfigureAwait(false)).Jobs;

    /// <summary>The names of the jobs that can be submitted, in order.</summary>
    public async Task<IReadOnlyList<string>> GetRegisteredJobsAsync(CancellationToken cancellationToken = default) =>
        (await _rest.GetAsync<RegisteredJobs>("registered", cancellationToken).ConfigureAwait(false)).Registered;

    /// <summary>Starts a registered job; returns as soon as it is accepted.</summary>
    public Task<JobSummary> SubmitAsync(JobSubmission submission, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(submission);
        return _rest.SendAsync<JobSummary>(HttpMethod.Post, "jobs", submission, cancellationToken);
    }

    /// <summary>How far an operation is.</summary>
    public Task<Operation> GetOperationAsync(string id, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        return _rest.GetAsync<Operation>(Rest.Path("operations", id), cancellationToken);
    }

    /// <summary>Asks how far an operation is until it is over.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="interval">How long to wait between two questions; null for 100 ms.</param>
    /// <param name="cancellationToken">Gives the waiting up; the operation goes on.</param>
    public async Task<Operation> WaitForAsync(Operation operation, TimeSpan? interval = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operation);
        var (pause, unknown) = (interval ?? s_interval, 0);
        while (!operation.IsOver)
        {
            await Task.Delay(pause, cancellationToken).ConfigureAwait(false);
            pause = interval ?? s_interval;
            try
            {
                operation = await GetOperationAsync(operation.Id, cancellationToken).ConfigureAwait(false);
            }
            catch (FlowActorsClientException e) when (e.Status == HttpStatusCode.ServiceUnavailable)
            {
                // The job's coordinator moves to another node.
                if (e.RetryAfter > pause) pause = e.RetryAfter.Value;
            }
            catch (FlowActorsClientException e) when (e.Status == HttpStatusCode.NotFound && e.Title == ProblemTitles.NoOperation && unknown < UnknownMax)
            {
                // The next coordinator is asked for it anew in a moment.
                unknown++;
            }
        }

        return operation;
    }

    /// <summary>The savepoints below the server's savepoint folders, the latest first.</summary>
    public Task<SavepointList> GetSavepointsAsync(CancellationToken cancellationToken = default) => _rest.GetAsync<SavepointList>("savepoints", cancellationToken);

    /// <summary>Deletes a savepoint.</summary>
    /// <param name="path">Its folder: a path below one of the server's savepoint folders, or a name below the first.</param>
    /// <param name="cancellationToken">Gives the question up.</param>
    public Task<Operation> DisposeSavepointAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return _rest.SendAsync<Operation>(HttpMethod.Post, "savepoints/dispose", new SavepointDisposal(path), cancellationToken);
    }

    /// <summary>One job; nothing is asked yet.</summary>
    /// <param name="idOrName">Its id, or its name: of several jobs with that name the last one that has not ended, or the last one.</param>
    /// <exception cref="ArgumentException">It is empty.</exception>
    public RemoteJob Job(string idOrName)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(idOrName);
        return new RemoteJob(_rest, idOrName);
    }

    /// <summary>How the node is that is asked, by all its checks; it takes no key.</summary>
    public Task<NodeHealth> GetHealthAsync(CancellationToken cancellationToken = default) =>
        _rest.SendAsync<NodeHealth>(HttpMethod.Get, "health", null, cancellationToken, HttpStatusCode.ServiceUnavailable);

    /// <summary>Whether the node that is asked takes requests: it is in its cluster, and the job manager answers. It takes no key.</summary>
    public Task<NodeHealth> GetReadinessAsync(CancellationToken cancellationToken = default) =>
        _rest.SendAsync<NodeHealth>(HttpMethod.Get, "health/ready", null, cancellationToken, HttpStatusCode.ServiceUnavailable);

    /// <summary>Closes connections.</summary>
    public void Dispose() => _http.Dispose();

    // Paths are taken relative to what ends in a slash.
    private static Uri Checked(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (!address.IsAbsoluteUri || address.Scheme is not ("http" or "https"))
            throw new ArgumentException($"'{address}' is no address of HTTP: as http://127.0.0.1:8081.", nameof(address));
        return address.AbsoluteUri.EndsWith('/') ? address : new Uri(address.AbsoluteUri + "/");
    }
}
