using System.CommandLine;
using System.Text.Json;
using FlowActors.CommandLine;

namespace FlowActors.Examples.Durable;

/// <summary>What a savepoint says of the job that it is of, as far as the options of a command are concerned.</summary>
/// <param name="Folder">Its folder.</param>
/// <param name="JobName">The name of the job.</param>
/// <param name="Output">The full path of the job's output; null for none.</param>
internal sealed record SavepointOrigin(string Folder, string JobName, string? Output)
{
    /// <summary>Reads it.</summary>
    /// <returns>Null when it cannot be read: whoever starts a job with it is told why.</returns>
    public static async Task<SavepointOrigin?> ReadAsync(string folder, CancellationToken cancellation)
    {
        using var json = new StringWriter();
        var configuration = new InvocationConfiguration { Output = json, Error = TextWriter.Null };
        var show = FlowActorsCommands.Checkpoints().Parse(["show", folder, "--json"]);
        return await show.InvokeAsync(configuration, cancellation).ConfigureAwait(false) == 0 ? Parse(folder, json.ToString()) : null;
    }

    /// <summary>Refuses what does not go together, in words of the options.</summary>
    /// <exception cref="JobValidationException">The savepoint is of another job, or of one with another output.</exception>
    public void Check(DurableJob job)
    {
        var from = $"--from-savepoint '{Folder}' is of a job";
        if (JobName != job.Name) throw new JobValidationException($"{from} of {JobName}, not of {job.Name}: run that command, or name another savepoint.");
        if (Output == job.Output) return;
        throw new JobValidationException((Output, job.Output) switch
        {
            ({ } before, null) => $"{from} with --output '{before}', and this command has none: what that job has written would be missing. Give the same --output.",
            (null, _) => $"{from} without --output, and this command has --output '{job.Output}': what came before would be missing in it. Leave --output out, or begin anew.",
            _ => $"{from} with --output '{Output}', and this command has --output '{job.Output}': what that job has written would be missing. Give the same --output.",
        });
    }

    private static SavepointOrigin? Parse(string folder, string json)
    {
        using var reports = JsonDocument.Parse(json);
        // Of a folder with several nobody says which.
        if (reports.RootElement.GetArrayLength() != 1) return null;
        var report = reports.RootElement[0];
        var operators = report.GetProperty("vertices").EnumerateArray().SelectMany(vertex => vertex.GetProperty("operators").EnumerateArray());
        var outputs = operators.Select(each => OutputOperator.OutputOf(each.GetProperty("name").GetString()!)).OfType<string>();
        return new SavepointOrigin(folder, report.GetProperty("jobName").GetString()!, outputs.FirstOrDefault());
    }
}
