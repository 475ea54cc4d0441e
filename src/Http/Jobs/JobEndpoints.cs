using FlowActors.Runtime.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace FlowActors.Http.Jobs;

/// <summary>The jobs of a host.</summary>
internal sealed class JobEndpoints(JobExecutor jobs)
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/jobs", (RequestDelegate)List).WithName("jobs");

    private Task List(HttpContext context) => Answers.Of(context, async () =>
    {
        var all = await jobs.ListAsync(null, context.RequestAborted).ConfigureAwait(false);
        return json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("jobs");
            foreach (var (id, name, status) in all)
            {
                json.WriteStartObject();
                json.WriteString("id", id.ToString());
                json.WriteString("name", name);
                json.WriteString("status", status.ToString());
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        };
    });
}
