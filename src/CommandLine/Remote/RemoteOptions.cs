using System.CommandLine;
using FlowActors.Client;

namespace FlowActors.CommandLine.Remote;

/// <summary>What every command has that asks a running application.</summary>
internal sealed class RemoteOptions
{
    /// <summary>The environment variable that a key is taken from: it stands in no list of processes.</summary>
    public const string KeyVariable = "FLOWACTORS_API_KEY";

    private readonly Option<string> _at = new("--at")
    {
        HelpName = "URL",
        DefaultValueFactory = _ => "http://127.0.0.1:8081",
        Description = $"Where a node is served over HTTP. Where it asks for a key, the variable {KeyVariable} has it.",
    };

    private readonly Option<bool> _json = new("--json") { Description = "Write the answer as JSON, for scripts." };

    public RemoteOptions() => _at.Validators.Add(result =>
    {
        if (result.Tokens is [var token] && !(Uri.TryCreate(token.Value, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
            result.AddError($"--at '{token.Value}' is no address of HTTP: as http://127.0.0.1:8081.");
    });

    public IEnumerable<Option> All => [_at, _json];

    public bool IsJson(ParseResult parsed) => parsed.GetValue(_json);

    public FlowActorsClient Client(ParseResult parsed) =>
        new(new Uri(parsed.GetRequiredValue(_at)), Environment.GetEnvironmentVariable(KeyVariable) is { Length: > 0 } key ? key : null);
}
