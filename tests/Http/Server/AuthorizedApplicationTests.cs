using System.Net;
using System.Security.Claims;
using System.Text.Encodings.Web;
using FlowActors.Http.Server;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FlowActors.Http.Tests.Server;

/// <summary>The endpoints in an application of ASP.NET Core, under its own authorization.</summary>
public sealed class AuthorizedApplicationTests : IAsyncLifetime
{
    private FlowActorsHost _host = null!;
    private WebApplication _application = null!;
    private HttpClient _http = null!;

    public async Task InitializeAsync()
    {
        // The keys are those of the server of our own, and are not asked for here.
        _host = await FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions { Configuration = "flowactors.http.admin-keys = [admin-0123456789]" });
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddAuthentication("test").AddScheme<AuthenticationSchemeOptions, UserHeader>("test", null);
        builder.Services.AddAuthorizationBuilder().AddPolicy("viewers", p => p.RequireRole("viewer", "operator")).AddPolicy("operators", p => p.RequireRole("operator"));
        builder.Services.AddHealthChecks().AddFlowActors(_host);
        _application = builder.Build();
        _application.UseAuthentication();
        _application.UseAuthorization();
        var flow = _application.MapGroup("/flow");
        var endpoints = flow.MapFlowActors(_host);
        endpoints.Add(endpoint => endpoint.Metadata.Add(
            new AuthorizeAttribute(endpoint.Metadata.OfType<FlowActorsAccess>().Last().IsAdmin ? "operators" : "viewers")));
        flow.MapFlowActorsMetrics().RequireAuthorization("operators");
        _application.MapHealthChecks("/healthz");
        await _application.StartAsync();
        _http = new HttpClient { BaseAddress = new Uri(_application.Urls.Single()) };
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _application.DisposeAsync();
        await _host.DisposeAsync();
    }

    [Theory]
    [InlineData("/flow/jobs/none/state", null, HttpStatusCode.Unauthorized)]
    [InlineData("/flow/jobs/none/state", "viewer", HttpStatusCode.NotFound)]
    [InlineData("/flow/jobs", null, HttpStatusCode.Unauthorized)]
    [InlineData("/flow/jobs", "anyone", HttpStatusCode.Forbidden)]
    [InlineData("/flow/jobs", "viewer", HttpStatusCode.OK)]
    [InlineData("/flow/jobs", "operator", HttpStatusCode.OK)]
    [InlineData("/flow/metrics", "viewer", HttpStatusCode.Forbidden)]
    [InlineData("/flow/metrics", "operator", HttpStatusCode.OK)]
    [InlineData("/healthz", null, HttpStatusCode.OK)]
    public async Task The_applications_policies_decide(string path, string? role, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (role is not null) request.Headers.Add("X-Role", role);
        using var answer = await _http.SendAsync(request);
        Assert.Equal(status, answer.StatusCode);
    }

    [Fact]
    public void Every_endpoint_says_what_it_is_for()
    {
        var ours = Endpoints().Where(e => e.RoutePattern.RawText!.StartsWith("/flow", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(ours);
        Assert.All(ours, e => Assert.Equal(
            e.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods is not ["GET"], e.Metadata.GetRequiredMetadata<FlowActorsAccess>().IsAdmin));
    }

    [Theory]
    [InlineData("GET", false)]
    [InlineData("HEAD", false)]
    [InlineData("POST", true)]
    [InlineData("DELETE", true)]
    [InlineData("PATCH", true)]
    public void What_is_not_said_follows_from_the_method(string method, bool isAdmin)
    {
        var endpoint = new RouteEndpointBuilder(null, Microsoft.AspNetCore.Routing.Patterns.RoutePatternFactory.Parse("/x"), 0) { Metadata = { new HttpMethodMetadata([method]) } };
        EndpointAccess.Tell(endpoint);
        Assert.Equal(isAdmin, endpoint.Metadata.OfType<FlowActorsAccess>().Single().IsAdmin);
    }

    private IEnumerable<RouteEndpoint> Endpoints() => ((IEndpointRouteBuilder)_application).DataSources.SelectMany(s => s.Endpoints).OfType<RouteEndpoint>();

    private sealed class UserHeader(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            var role = Request.Headers["X-Role"].ToString();
            if (role.Length == 0) return Task.FromResult(AuthenticateResult.NoResult());
            var user = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Role, role)], Scheme.Name));
            return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(user, Scheme.Name)));
        }
    }
}
