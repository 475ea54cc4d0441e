using System.CommandLine;
using FlowActors.Files;
using FlowActors.State.Snapshots.Files;

namespace FlowActors.CommandLine.Checkpoints;

/// <summary>The commands that look at snapshots.</summary>
internal static class CheckpointsCommand
{
    private const int Failed = 1;

    public static Command Create() => new(
        "checkpoints",
        """
        Shows what checkpoints and savepoints are in a folder, and what is in them.

        For example:
          checkpoints list data
          checkpoints show savepoints/before-upgrade
        """)
    { List(), Show() };

    private static Command List()
    {
        var folder = Folder();
        var command = new Command("list", "Lists checkpoints and savepoints, the latest of each job last.") { folder };
        command.SetAction((parsed, _) => RunAsync(parsed, parsed.GetRequiredValue(folder), ListText.Write));
        return command;
    }

    private static Command Show()
    {
        var folder = Folder();
        var json = new Option<bool>("--json") { Description = "Write JSON: an array with an object for each snapshot." };
        var verify = new Option<bool>("--verify")
        {
            Description = "Read all files whole and compare their checksums. Otherwise metadata, lengths and directories are checked.",
        };
        var command = new Command("show", "Shows operators, states, numbers of elements and sizes.") { folder, json, verify };
        command.SetAction((parsed, cancellation) => RunAsync(parsed, parsed.GetRequiredValue(folder), (snapshots, output) =>
        {
            var reading = new SnapshotReading(new LocalFileSystem(), parsed.GetValue(verify), cancellation);
            var reports = snapshots.Select(reading.Read).ToList();
            if (parsed.GetValue(json)) output.WriteLine(ReportJson.Of(reports));
            else ReportText.Write(reports, output);
        }));
        return command;
    }

    private static Argument<string> Folder() => new("DIR")
    {
        Description = "A data folder, the folder of a job's checkpoints, one checkpoint of it (chk-N), or a savepoint.",
    };

    // As a task, so that the one who invokes can cancel it: files may be large.
    private static Task<int> RunAsync(ParseResult parsed, string folder, Action<IReadOnlyList<FoundSnapshot>, TextWriter> write) =>
        Task.Run(() => Run(parsed, folder, write));

    private static int Run(ParseResult parsed, string folder, Action<IReadOnlyList<FoundSnapshot>, TextWriter> write)
    {
        try
        {
            var search = SnapshotSearch.In(new LocalFileSystem(), folder);
            if (search.Snapshots.Count > 0) write(search.Snapshots, parsed.InvocationConfiguration.Output);
            foreach (var failure in search.Failures) parsed.InvocationConfiguration.Error.WriteLine(failure.Message);
            return search.Failures.Count == 0 ? 0 : Failed;
        }
        catch (UnreadableSnapshotException e)
        {
            parsed.InvocationConfiguration.Error.WriteLine(FileFailure.Of(e));
            return Failed;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            parsed.InvocationConfiguration.Error.WriteLine(e.Message);
            return Failed;
        }
    }
}
