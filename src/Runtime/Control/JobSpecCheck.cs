using System.Text.Json;
using FlowActors.Runtime.Control.Wire;
using FlowActors.Runtime.Protocols;

namespace FlowActors.Runtime.Control;

/// <summary>Refuses jobs that do not fit into the messages that name them; before anything runs, on one node as on several.</summary>
internal static class JobSpecCheck
{
    /// <returns>The same job.</returns>
    /// <exception cref="JobValidationException">Name and arguments are too long, or the name can be none.</exception>
    public static JobSpec Check(JobSpec job)
    {
        JobNames.Check(job.JobName);
        var bytes = JsonSerializer.SerializeToUtf8Bytes(job, ControlJson.Default.JobSpec).Length;
        if (bytes <= ControlLimits.JobBytesMax) return job;
        var longest = job.Arguments.Count == 0 ? "" : LongestOf(job.Arguments);
        throw new JobValidationException(
            $"Job '{ControlText.Cut(job.JobName, 256)}' cannot be submitted: its name and arguments take {bytes} bytes as they travel, and " +
            $"{ControlLimits.JobBytesMax} are allowed{longest}. Pass data in a file that the job reads, and its path as the argument.");
    }

    private static string LongestOf(IReadOnlyDictionary<string, string> arguments)
    {
        var (name, value) = arguments.MaxBy(a => a.Key.Length + (a.Value?.Length ?? 0));
        return $"; the longest argument is '{ControlText.Cut(name, 256)}' with {value?.Length ?? 0} characters";
    }
}
