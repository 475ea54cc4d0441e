using System.Net;
using System.Text.Json;
using FlowActors.Http.OpenApi;
using FlowActors.Http.Tests.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace FlowActors.Http.Tests.OpenApi;

/// <summary>The document at <c>/openapi/v1.json</c> says of every endpoint what it is.</summary>
public sealed class OpenApiTests : IAsyncLifetime
{
    private ServedNode _node = null!;
    private JsonElement _document;

    public async Task InitializeAsync()
    {
        _node = await ServedNode.StartAsync();
        using var answer = await _node.Http.GetAsync("/openapi/v1.json");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        _document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
    }

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Fact]
    public void Every_endpoint_is_in_it()
    {
        var mapped = _node.Server.Endpoints.OfType<RouteEndpoint>().SelectMany(
            e => e.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods, (e, method) => $"{method} {e.RoutePattern.RawText}");
        var described = Operations().Select(o => $"{o.Method.ToUpperInvariant()} {o.Path}");
        Assert.Equal(mapped.Where(e => e != "GET /openapi/{documentName}.json").Order(StringComparer.Ordinal), described.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_endpoint_has_a_name_and_says_what_it_answers() => Assert.All(Operations(), operation =>
    {
        Assert.Matches("^[a-z0-9-]+$", operation.Value.GetProperty("operationId").GetString());
        Assert.NotEmpty(operation.Value.GetProperty("summary").GetString()!);
        var good = operation.Value.GetProperty("responses").EnumerateObject().Single(r => r.Name[0] == '2');
        var content = good.Value.GetProperty("content").EnumerateObject().Single();
        Assert.Contains(content.Name, (string[])["application/json", "text/plain", "text/event-stream"]);
        if (content.Name == "application/json") Assert.True(content.Value.TryGetProperty("schema", out _), $"{operation.Path} answers nothing that is described.");
    });

    [Fact]
    public void Names_are_used_once()
    {
        var names = Operations().Select(o => o.Value.GetProperty("operationId").GetString()).ToList();
        Assert.Equal(names.Distinct(), names);
    }

    [Fact]
    public void Endpoints_of_jobs_say_how_they_refuse() => Assert.All(Operations().Where(o => o.Path.StartsWith("/jobs", StringComparison.Ordinal)), operation =>
    {
        foreach (var status in (string[])["400", "404", "503"])
        {
            var content = operation.Value.GetProperty("responses").GetProperty(status).GetProperty("content").EnumerateObject();
            Assert.Equal("application/problem+json", Assert.Single(content).Name);
        }
    });

    [Fact]
    public void All_that_a_path_holds_and_all_that_may_be_asked_for_is_described() => Assert.All(Operations(), operation =>
    {
        var parameters = operation.Value.TryGetProperty("parameters", out var all) ? all.EnumerateArray().ToList() : [];
        var inPath = operation.Path.Split('{')[1..].Select(p => p[..p.IndexOf('}', StringComparison.Ordinal)]);
        Assert.Equal(inPath.Order(), parameters.Where(p => p.GetProperty("in").GetString() == "path").Select(p => p.GetProperty("name").GetString()!).Order());
        Assert.All(parameters.Where(p => p.GetProperty("in").GetString() == "query"), p => Assert.True(p.TryGetProperty("description", out _), $"{operation.Path}: {p}"));
    });

    [Fact]
    public void Endpoints_stand_in_groups() => Assert.All(Operations(), operation => Assert.Contains(
        Assert.Single(operation.Value.GetProperty("tags").EnumerateArray()).GetString(),
        (string[])[operation.Path.Split('/')[1], .. operation.Path.Contains("/state", StringComparison.Ordinal) ? ["state"] : Array.Empty<string>()]));

    [Fact]
    public async Task What_a_handler_reads_by_itself_is_described_where_it_says_so()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRoutingCore();
        builder.Services.AddFlowActorsOpenApi(hasKeys: false);
        await using var application = builder.Build();
        application.UseRouting();
        application.MapGet("/x", () => Results.Ok()).Takes("get", "What.").Takes("key", "Which.", isRepeated: true);
        application.MapOpenApi();
        await application.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(application.Urls.Single()) };
        using var document = JsonDocument.Parse(await http.GetStringAsync("/openapi/v1.json"));
        var parameters = document.RootElement.GetProperty("paths").GetProperty("/x").GetProperty("get").GetProperty("parameters").EnumerateArray();
        Assert.Equal(
            ["get query What. string", "key query Which. array"],
            parameters.Select(p => $"{p.GetProperty("name")} {p.GetProperty("in")} {p.GetProperty("description")} {p.GetProperty("schema").GetProperty("type")}"));
    }

    [Fact]
    public void Keys_are_asked_for_nowhere_where_there_are_none() => Assert.False(_document.GetProperty("components").TryGetProperty("securitySchemes", out _));

    private IEnumerable<(string Path, string Method, JsonElement Value)> Operations() =>
        _document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject(), (path, method) => (path.Name, method.Name, method.Value));
}
