using System.Collections.Immutable;
using System.Net;
using System.Text;
using Akka.Actor;
using Akka.Cluster;
using Akka.Management;
using Newtonsoft.Json;
using static Akka.Management.Cluster.Bootstrap.ContactPoint.HttpBootstrapJsonProtocol;

namespace FlowActors.Management;

/// <summary>
/// Where other nodes ask this one whether it has a cluster: <c>GET /bootstrap/seed-nodes</c>, as Akka.Management's cluster bootstrap asks it. That is all it answers.
/// </summary>
/// <remarks>Akka.Management's own server stands on a package whose only version at hand does not fit it.</remarks>
internal sealed class ContactPoint : IDisposable
{
    private const string SeedNodesPath = "/bootstrap/seed-nodes";
    private const string AnyAddress = "0.0.0.0";

    private readonly HttpListener _listener = new();
    private readonly Cluster _cluster;
    private readonly string _path;
    private readonly int _membersMax;

    private ContactPoint(Cluster cluster, string path, int membersMax) => (_cluster, _path, _membersMax) = (cluster, path, membersMax);

    /// <summary>Begins to answer.</summary>
    /// <param name="system">The node.</param>
    /// <param name="http">Where it listens.</param>
    /// <param name="membersMax">How many members an answer names at most.</param>
    /// <exception cref="HttpListenerException">It cannot listen there.</exception>
    public static ContactPoint Start(ActorSystem system, Http http, int membersMax)
    {
        var point = new ContactPoint(Cluster.Get(system), $"{BasePath(http)}{SeedNodesPath}", membersMax);
        var host = http.EffectiveBindHostname == AnyAddress ? "*" : http.EffectiveBindHostname;
        point._listener.Prefixes.Add($"http://{host}:{http.EffectiveBindPort}/");
        point._listener.Start();
        _ = point.ServeAsync();
        return point;
    }

    /// <summary>Where other nodes reach it.</summary>
    public static Uri AddressOf(Http http) => new($"http://{http.Hostname}:{http.Port}{BasePath(http)}");

    public void Dispose() => _listener.Close();

    private static string BasePath(Http http) => string.IsNullOrWhiteSpace(http.BasePath) ? "" : $"/{http.BasePath.Trim('/')}";

    private async Task ServeAsync()
    {
        while (true)
        {
            HttpListenerContext request;
            try
            {
                request = await _listener.GetContextAsync().ConfigureAwait(false);
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }

            _ = AnswerAsync(request);
        }
    }

    private async Task AnswerAsync(HttpListenerContext request)
    {
        try
        {
            using var response = request.Response;
            if (request.Request.HttpMethod != "GET" || request.Request.Url?.AbsolutePath != _path)
            {
                response.StatusCode = (int)HttpStatusCode.NotFound;
                return;
            }

            var body = Encoding.UTF8.GetBytes(JsonConvert.SerializeObject(Answer()));
            response.ContentType = "application/json";
            response.ContentLength64 = body.Length;
            await response.OutputStream.WriteAsync(body).ConfigureAwait(false);
        }
        catch (Exception e) when (e is HttpListenerException or IOException or ObjectDisposedException)
        {
            // Who has asked is gone, or the node is; whoever still looks for a cluster asks again.
        }
    }

    // Whoever is on its way out names nobody to join.
    private SeedNodes Answer()
    {
        var state = _cluster.State;
        return new SeedNodes(
            _cluster.SelfAddress,
            _cluster.SelfMember.Status is MemberStatus.Down or MemberStatus.Exiting or MemberStatus.Leaving or MemberStatus.Removed
                ? []
                :
                [
                    .. state.Members.Except(state.Unreachable).Where(m => m.Status is MemberStatus.Up or MemberStatus.WeaklyUp or MemberStatus.Joining).Take(_membersMax)
                        .Select(m => new ClusterMember(m.UniqueAddress.Address, m.UniqueAddress.Uid, m.Status, m.Roles)),
                ]);
    }
}
