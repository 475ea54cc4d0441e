using System.Text.RegularExpressions;
using FlowActors.Partitioning;

namespace FlowActors.Examples.CommandLine;

/// <summary>What a job has failed for, by the types of exceptions: of many that are known by their texts only.</summary>
internal static partial class FailureCause
{
    // Says only whose state it was, in front of the message of what has failed.
    private const string Opening = "FlowActors.Runtime.Subtasks.State.StateOpeningException";

    private static readonly Type[] Told =
    [
        typeof(IOException), typeof(UnauthorizedAccessException), typeof(InvalidDataException), typeof(DllNotFoundException), typeof(NullKeyException),
        typeof(JobValidationException), typeof(SuppressRestartsException),
    ];

    /// <summary>Whether the message is written for people and says what to do, so that where it was thrown tells nothing more: of disks, settings and the like.</summary>
    public static bool IsToldInFull(JobFailedException failed) => TypesOf(failed).FirstOrDefault(type => type != Opening) is { } cause && IsTold(cause);

    private static bool IsTold(string cause)
    {
        var type = AppDomain.CurrentDomain.GetAssemblies().Select(assembly => assembly.GetType(cause)).FirstOrDefault(found => found is not null);
        // What the engine noticed itself has a name that is no type's.
        return type is null ? cause.StartsWith("FlowActors.", StringComparison.Ordinal) : Told.Any(told => told.IsAssignableFrom(type));
    }

    // The outermost first.
    private static List<string> TypesOf(JobFailedException failed)
    {
        if (failed.InnerException is null or RemoteException)
            return [failed.Failure.Message.Split(": ")[0], .. Inner().Matches(failed.Failure.Details).Select(m => m.Groups[1].Value)];
        List<string> types = [];
        for (var cause = failed.InnerException; cause is not null; cause = cause.InnerException) types.Add(cause.GetType().FullName!);
        return types;
    }

    [GeneratedRegex(@" ---> ([\w.+`]+): ")]
    private static partial Regex Inner();
}
