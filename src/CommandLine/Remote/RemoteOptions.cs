using System.CommandLine;
using System.CommandLine.Parsing;
using FlowActors.Client;
using FlowActors.Client.Wire;

namespace FlowActors.CommandLine.Remote;

/// <summary>What every command has that asks a running application.</summary>
internal sealed class RemoteOptions
{
    /// <summary>The environment variable that a key is taken from: it stands in no list of processes.</summary>
    public const string KeyVariable = "FLOWACTORS_API_KEY";

    private const string Default = "http://127.0.0.1:8081";

    private readonly Option<string?> _at = new("--at")
    {
        HelpName = "URL",
        Description = $"Where a node is served over HTTP. Where it asks for a key, the variable {KeyVariable} has it.",
    };

    private readonly Option<bool> _json = new("--json") { Description = "Write the answer as JSON, for scripts." };

    /// <param name="isRemote">Whether a command asks an application also where no URL is given.</param>
    public RemoteOptions(bool isRemote = true)
    {
        if (isRemote) _at.DefaultValueFactory = _ => Default;
        _at.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !(Uri.TryCreate(token.Value, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
                result.AddError($"--at '{token.Value}' is no address of HTTP: as {Default}.");
        });
    }

    public IEnumerable<Option> All => [_at, _json];

    /// <summary>Whether a URL is given, so that an application is asked.</summary>
    public bool IsRemote(CommandResult command) => command.GetValue(_at) is not null;

    /// <summary>Whether the answer is to be written as JSON.</summary>
    public bool IsJson(ParseResult parsed) => IsJson(parsed.CommandResult);

    /// <inheritdoc cref="IsJson(ParseResult)"/>
    public bool IsJson(CommandResult command) => command.GetValue(_json);

    /// <exception cref="FormatException">The key is none that can be sent.</exception>
    public FlowActorsClient Client(ParseResult parsed) => new(new Uri(parsed.GetValue(_at) ?? Default), Checked(Environment.GetEnvironmentVariable(KeyVariable)));

    /// <summary>A key as the variable has it; null where it has none.</summary>
    /// <exception cref="FormatException">It is none that can be sent.</exception>
    public static string? Checked(string? key)
    {
        if (string.IsNullOrEmpty(key)) return null;
        return ApiKeyText.MistakeIn(key) is { } mistake ? throw new FormatException($"{mistake}. Correct the variable {KeyVariable}.") : key;
    }
}
