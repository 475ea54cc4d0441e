using System.CommandLine;
using System.Text.Json;
using FlowActors.Client;
using FlowActors.Client.Wire;

namespace FlowActors.CommandLine.Remote;

/// <summary>Makes commands that ask a running application: they write the answer as text or as JSON, and end with 0, or with 1 after an error.</summary>
internal static class RemoteCommand
{
    private const int Failed = 1;

    private static readonly JsonSerializerOptions s_indented = new(WireJson.Options) { WriteIndented = true };

    /// <typeparam name="T">The answer.</typeparam>
    /// <param name="name">The command's name.</param>
    /// <param name="description">What it does.</param>
    /// <param name="symbols">Its own arguments and options.</param>
    /// <param name="ask">Asks.</param>
    /// <param name="show">Writes the answer as text.</param>
    public static Command Create<T>(
        string name,
        string description,
        IEnumerable<Symbol> symbols,
        Func<FlowActorsClient, ParseResult, CancellationToken, Task<T>> ask,
        Action<T, TextWriter> show) => CreateStream(name, description, symbols, async (client, parsed, isJson, output, cancellation) =>
            await AnswerAsync(await ask(client, parsed, cancellation).ConfigureAwait(false), show, isJson, output).ConfigureAwait(false));

    /// <summary>One that writes its answer itself, as it comes.</summary>
    /// <param name="name">The command's name.</param>
    /// <param name="description">What it does.</param>
    /// <param name="symbols">Its own arguments and options.</param>
    /// <param name="run">Asks, and writes the answer: as JSON or as text.</param>
    public static Command CreateStream(
        string name, string description, IEnumerable<Symbol> symbols, Func<FlowActorsClient, ParseResult, bool, TextWriter, CancellationToken, Task> run)
    {
        var remote = new RemoteOptions();
        var command = new Command(name, description);
        foreach (var symbol in symbols)
        {
            if (symbol is Argument argument) command.Add(argument);
            else command.Add((Option)symbol);
        }

        foreach (var option in remote.All) command.Add(option);
        command.SetAction((parsed, cancellation) => RunAsync(parsed, async () =>
        {
            using var client = remote.Client(parsed);
            await run(client, parsed, remote.IsJson(parsed), parsed.InvocationConfiguration.Output, cancellation).ConfigureAwait(false);
        }));
        return command;
    }

    /// <summary>Asks, and writes the answer as text or as JSON.</summary>
    public static Task<int> RunAsync<T>(
        ParseResult parsed, RemoteOptions remote, Func<FlowActorsClient, ParseResult, CancellationToken, Task<T>> ask, Action<T, TextWriter> show, CancellationToken cancellation) =>
        RunAsync(parsed, async () =>
        {
            using var client = remote.Client(parsed);
            await AnswerAsync(await ask(client, parsed, cancellation).ConfigureAwait(false), show, remote.IsJson(parsed), parsed.InvocationConfiguration.Output).ConfigureAwait(false);
        });

    /// <summary>Runs what a command does, and tells what was refused.</summary>
    public static async Task<int> RunAsync(ParseResult parsed, Func<Task> run)
    {
        try
        {
            await run().ConfigureAwait(false);
            return 0;
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            // An empty name, or a key that no header can hold.
            await parsed.InvocationConfiguration.Error.WriteLineAsync($"What was given cannot be asked for: {TextOf(e)}").ConfigureAwait(false);
            return Failed;
        }
        catch (FlowActorsClientException e)
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync($"{e.Title}: {e.Message}").ConfigureAwait(false);
            return Failed;
        }
    }

    // Without the name that a parameter has in the code.
    private static string TextOf(Exception e) => e is ArgumentException { ParamName: { } name } ? e.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal) : e.Message;

    private static async Task AnswerAsync<T>(T answer, Action<T, TextWriter> show, bool isJson, TextWriter output)
    {
        if (isJson) await output.WriteLineAsync(JsonSerializer.Serialize(answer, s_indented)).ConfigureAwait(false);
        else show(answer, output);
    }
}
