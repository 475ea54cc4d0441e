using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace FlowActors.Http;

/// <summary>What stands in the path of a request, slashes included.</summary>
internal static class PathText
{
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>
    /// The text of a segment; null where the route has none of that name. Routes leave a slash of a segment as it was sent, %2F, which cannot be told from a text that
    /// looks like it: so that is read from the path as it was sent.
    /// </summary>
    /// <exception cref="Problem">There is one, and the path as it was sent is not known; or what was sent is no text.</exception>
    public static string? Of(HttpContext context, string name)
    {
        if (context.Request.RouteValues.GetValueOrDefault(name) is not string value) return null;
        if (!value.Contains('%', StringComparison.Ordinal)) return value;
        var sent = SentOf(context, name);
        // Such bytes stay as they were sent, too, and cannot be told from a text that looks like them.
        if (sent is not null && !IsText(sent)) throw Problem.Wrong("That is no text", $"'{sent}' in the path is not the percent-encoding of a text in UTF-8.");
        if (!value.Contains("%2F", StringComparison.OrdinalIgnoreCase)) return value;
        return sent is not null && Uri.UnescapeDataString(KeepSlashes(sent)) == value
            ? Uri.UnescapeDataString(sent)
            : throw Problem.Wrong("A slash in a path", $"'{value}' has a slash, or the text %2F, and what stands before this server has changed the path: ask for keys as JSON, ?key=JSON, without them in the path, and for a job by its id.");
    }

    // Counted from its end: an application may have put something before it.
    private static string? SentOf(HttpContext context, string name)
    {
        if (context.GetEndpoint() is not RouteEndpoint { RoutePattern.PathSegments: var segments }) return null;
        var at = segments.Select((s, i) => (s, i)).FirstOrDefault(s => s.s.Parts is [Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart part] && part.Name == name);
        if (at.s is null || context.Features.Get<IHttpRequestFeature>()?.RawTarget is not { } target) return null;
        var path = target.Split('?')[0].TrimEnd('/').Split('/');
        var behind = segments.Count - at.i;
        return behind <= path.Length ? path[^behind] : null;
    }

    private static bool IsText(string sent)
    {
        try
        {
            s_strict.GetCharCount(WebUtility.UrlDecodeToBytes(Encoding.UTF8.GetBytes(sent), 0, Encoding.UTF8.GetByteCount(sent)));
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    private static string KeepSlashes(string sent) => sent.Replace("%2F", "%252F", StringComparison.Ordinal).Replace("%2f", "%252f", StringComparison.Ordinal);
}
