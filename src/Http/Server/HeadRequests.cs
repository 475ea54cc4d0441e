using Microsoft.AspNetCore.Http;

namespace FlowActors.Http.Server;

/// <summary>Answers HEAD as GET, without a body (RFC 9110, 9.3.2): the web server writes none to who has asked by HEAD, whatever the method is called afterwards.</summary>
internal static class HeadRequests
{
    private static readonly object s_asked = new();

    /// <summary>Before the endpoint is chosen.</summary>
    public static Task AsGet(HttpContext context, RequestDelegate next)
    {
        if (!HttpMethods.IsHead(context.Request.Method)) return next(context);
        context.Items[s_asked] = s_asked;
        context.Request.Method = HttpMethods.Get;
        return next(context);
    }

    /// <summary>After it was chosen: what has no end has no head either.</summary>
    public static Task RefuseStreams(HttpContext context, RequestDelegate next)
    {
        if (!context.Items.ContainsKey(s_asked) || context.GetEndpoint()?.IsStream() is not true) return next(context);
        context.Response.Headers.Allow = HttpMethods.Get;
        context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
        return Task.CompletedTask;
    }
}
