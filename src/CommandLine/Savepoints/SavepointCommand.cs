using System.CommandLine;
using FlowActors.CommandLine.Checkpoints;
using FlowActors.Files;
using FlowActors.State.Snapshots.Files;

namespace FlowActors.CommandLine.Savepoints;

/// <summary>The command that compares a job's present code with a snapshot.</summary>
internal static class SavepointCommand
{
    private const int Refused = 1;

    public static Command Create(EmbeddedOptions options) => new(
        "savepoint",
        """
        Tells whether a job can be started from a savepoint.

        For example:
          savepoint check savepoints/before-upgrade --job visits --arg parallelism=4
        """)
    { Check(options) };

    private static Command Check(EmbeddedOptions options)
    {
        var folder = new Argument<string>("DIR") { Description = "A savepoint, or a checkpoint of a job (chk-N)." };
        var job = new Option<string>("--job")
        {
            Required = true,
            HelpName = "NAME",
            Description = $"The name that the job is registered by: {string.Join(", ", options.Jobs.Select(j => j.Key).Order(StringComparer.Ordinal))}.",
        };
        var arguments = JobArgumentOption.Create();
        var allows = new Option<bool>("--allow-unmatched-state") { Description = "State of operators that the job does not have may be left out (SavepointRestore.AllowsUnmatchedState)." };
        var command = new Command(
            "check",
            """
            Compares the present code of a job with a savepoint, without starting the job: by uid, which operators and states are matched, new,
            dropped or incompatible, what differs and what to do. Exit code 0 when the job can be started from it, else 1.

            All files of the savepoint are read, and their checksums compared.
            The job's program is built, and functions of keyed streams are opened and closed, as they register their states then. No source is
            read, no sink is opened and nothing is written.
            """)
        { folder, job, arguments, allows };
        command.SetAction((parsed, _) => Task.Run(() => Run(
            parsed, new CheckedJob(options, parsed.GetRequiredValue(job), JobArgumentOption.Of(parsed, arguments)), parsed.GetRequiredValue(folder), parsed.GetValue(allows))));
        return command;
    }

    private static int Run(ParseResult parsed, CheckedJob job, string folder, bool allowsUnmatched)
    {
        try
        {
            var report = job.Compare(SnapshotSearch.One(new LocalFileSystem(), folder), allowsUnmatched);
            CheckText.Write(report, parsed.InvocationConfiguration.Output);
            return report.IsAccepted ? 0 : Refused;
        }
        catch (UnreadableSnapshotException e)
        {
            parsed.InvocationConfiguration.Error.WriteLine(FileFailure.Of(e));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JobValidationException)
        {
            parsed.InvocationConfiguration.Error.WriteLine(e.Message);
        }

        return Refused;
    }
}
