using System.ComponentModel;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace FlowActors.Http.OpenApi;

/// <summary>
/// What the endpoints of state are, whose handlers take the request as it is and write their answers by hand: each has a method here that is never called, with its parameters and
/// answer.
/// </summary>
internal static class StateDescriptions
{
    private const string Job = "The id or the name of the job: of several of one name the last one that has not ended.";
    private const string Uid = "The uid of the operator.";
    private const string Name = "The name of the state.";
    private const string PathKey = "The key: a text as it stands, a number, a date.";
    private const string JsonKey = "A key as JSON; may be repeated.";
    private const string Keys = "Several keys with commas between them, each as it would stand in a path.";
    private const string Entry = "Of the map of one key: the key of an entry within it, as JSON; may be repeated.";
    private const string Entries = "Of the map of one key: keys of entries with commas between them, each as a key would stand in a path; without a value a page of all of them.";
    private const string Numbers = "text: numbers that a double cannot hold come as texts; exact, the default: as numbers.";
    private const string Consistency = "live, the default: as the state is now; checkpoint: as it was at one.";
    private const string Checkpoint = "With consistency=checkpoint the number of one that is still kept; the last one where there is none.";
    private const string Prefix = "A page of the keys that begin so, which are texts, in their order; where one key is named, of the entries of its map. So with all that bounds a page.";
    private const string From = "A page of the keys from this one on, as it stands in a path, in their order.";
    private const string To = "... and before this one.";
    private const string Limit = "The most entries of a page; 100 where it is not given.";
    private const string Cursor = "Where the page begins, as the one before said; the first page where it is not given.";

    private static readonly Dictionary<string, MethodInfo> s_methods = new()
    {
        ["states"] = ((Delegate)States).Method,
        ["state-of-key"] = ((Delegate)StateOfKey).Method,
        ["operator-state-of-key"] = ((Delegate)OperatorStateOfKey).Method,
        ["state-of-name"] = ((Delegate)StateOfName).Method,
        ["operator-state"] = ((Delegate)OperatorState).Method,
    };

    /// <summary>Adds to an endpoint that has none what it is.</summary>
    public static void Describe(EndpointBuilder endpoint)
    {
        if (endpoint is not RouteEndpointBuilder route || route.Metadata.OfType<MethodInfo>().Any()) return;
        if (route.Metadata.OfType<IEndpointNameMetadata>().LastOrDefault() is not { } named || !s_methods.TryGetValue(named.EndpointName, out var method)) return;
        route.Metadata.Add(method);
        foreach (var attribute in method.GetCustomAttributes().OfType<EndpointSummaryAttribute>()) route.Metadata.Add(attribute);
        RequestDelegateFactory.InferMetadata(method, new RequestDelegateFactoryOptions
        {
            RouteParameterNames = route.RoutePattern.Parameters.Select(p => p.Name),
            EndpointBuilder = route,
            ServiceProvider = route.ApplicationServices,
        });
    }

    [EndpointSummary("The states of a job that may be read")]
    private static StatesShape States(
        [Description(Job)] string job,
        [Description(Consistency), FromQuery] string? consistency,
        [Description(Checkpoint), FromQuery] long? checkpoint) => throw new NotSupportedException();

    [EndpointSummary("What one key has, or entries of its map, of the only operator with a state of that name")]
    private static StateOfKeyShape StateOfKey(
        [Description(Job)] string job,
        [Description(Name)] string name,
        [Description(PathKey)] string key,
        [Description(Entry), FromQuery] string[]? entry,
        [Description(Entries), FromQuery] string? entries,
        [Description(Prefix), FromQuery] string? prefix,
        [Description(From), FromQuery] string? from,
        [Description(To), FromQuery] string? to,
        [Description(Limit), FromQuery] int? limit,
        [Description(Cursor), FromQuery] string? cursor,
        [Description(Numbers), FromQuery] string? numbers,
        [Description(Consistency), FromQuery] string? consistency,
        [Description(Checkpoint), FromQuery] long? checkpoint) => throw new NotSupportedException();

    [EndpointSummary("What one key has, or entries of its map")]
    private static StateOfKeyShape OperatorStateOfKey(
        [Description(Job)] string job,
        [Description(Uid)] string uid,
        [Description(Name)] string name,
        [Description(PathKey)] string key,
        [Description(Entry), FromQuery] string[]? entry,
        [Description(Entries), FromQuery] string? entries,
        [Description(Prefix), FromQuery] string? prefix,
        [Description(From), FromQuery] string? from,
        [Description(To), FromQuery] string? to,
        [Description(Limit), FromQuery] int? limit,
        [Description(Cursor), FromQuery] string? cursor,
        [Description(Numbers), FromQuery] string? numbers,
        [Description(Consistency), FromQuery] string? consistency,
        [Description(Checkpoint), FromQuery] long? checkpoint) => throw new NotSupportedException();

    [EndpointSummary("What one key has, or several, or a page of all keys, of the only operator with a state of that name")]
    private static StateOfKeysShape StateOfName(
        [Description(Job)] string job,
        [Description(Name)] string name,
        [Description(JsonKey), FromQuery] string[]? key,
        [Description(Keys), FromQuery] string? keys,
        [Description(Entry), FromQuery] string[]? entry,
        [Description(Entries), FromQuery] string? entries,
        [Description(Prefix), FromQuery] string? prefix,
        [Description(From), FromQuery] string? from,
        [Description(To), FromQuery] string? to,
        [Description(Limit), FromQuery] int? limit,
        [Description(Cursor), FromQuery] string? cursor,
        [Description(Numbers), FromQuery] string? numbers,
        [Description(Consistency), FromQuery] string? consistency,
        [Description(Checkpoint), FromQuery] long? checkpoint) => throw new NotSupportedException();

    [EndpointSummary("What one key has, or several, or a page of all keys")]
    private static StateOfKeysShape OperatorState(
        [Description(Job)] string job,
        [Description(Uid)] string uid,
        [Description(Name)] string name,
        [Description(JsonKey), FromQuery] string[]? key,
        [Description(Keys), FromQuery] string? keys,
        [Description(Entry), FromQuery] string[]? entry,
        [Description(Entries), FromQuery] string? entries,
        [Description(Prefix), FromQuery] string? prefix,
        [Description(From), FromQuery] string? from,
        [Description(To), FromQuery] string? to,
        [Description(Limit), FromQuery] int? limit,
        [Description(Cursor), FromQuery] string? cursor,
        [Description(Numbers), FromQuery] string? numbers,
        [Description(Consistency), FromQuery] string? consistency,
        [Description(Checkpoint), FromQuery] long? checkpoint) => throw new NotSupportedException();
}
