using System.CommandLine;
using FlowActors.Client;
using FlowActors.Client.Checkpoints;
using FlowActors.Client.Jobs;
using FlowActors.CommandLine.Remote;
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
        Shows what checkpoints and savepoints are in a folder, and what is in them; or, with --at, the checkpoints of a job of a running application.

        For example:
          checkpoints list data
          checkpoints show savepoints/before-upgrade
          checkpoints list visits --at http://127.0.0.1:8081
          checkpoints show visits 17 --at http://127.0.0.1:8081
        """)
    { List(), Show() };

    private static Command List()
    {
        var (of, remote) = (Of(), new RemoteOptions(isRemote: false));
        var command = new Command("list", "Lists checkpoints and savepoints: those in a folder, the latest of each job last; or those of a job, the latest first.") { of };
        foreach (var option in remote.All) command.Add(option);
        command.Validators.Add(result =>
        {
            if (!remote.IsRemote(result) && remote.IsJson(result)) result.AddError("--json of a list goes with --at URL; 'checkpoints show DIR --json' shows what is in a folder.");
        });
        command.SetAction((parsed, cancellation) => remote.IsRemote(parsed.CommandResult)
            ? RemoteCommand.RunAsync(parsed, remote, (client, _, cancel) => client.Job(parsed.GetRequiredValue(of)).GetCheckpointsAsync(cancel), CheckpointText.Write, cancellation)
            : RunAsync(parsed, parsed.GetRequiredValue(of), ListText.Write));
        return command;
    }

    private static Command Show()
    {
        var (of, remote) = (Of(), new RemoteOptions(isRemote: false));
        var id = WholeNumbers.LongArgument("ID", "number of a checkpoint", "Of a job: the number of the checkpoint; the last one if it is left out.");
        var verify = new Option<bool>("--verify")
        {
            Description = "Of a folder: read all files whole and compare their checksums. Otherwise metadata, lengths and directories are checked.",
        };
        var command = new Command("show", "Shows what is in a snapshot: operators, states, numbers of elements and sizes; or, of a job, what each subtask took for it.") { of, id, verify };
        foreach (var option in remote.All) command.Add(option);
        command.Validators.Add(result =>
        {
            var isRemote = remote.IsRemote(result);
            if (!isRemote && result.GetResult(id) is { Tokens.Count: > 0 }) result.AddError("A number of a checkpoint goes with --at URL; of a folder, name the checkpoint's own: DIR/chk-N.");
            if (isRemote && result.GetValue(verify)) result.AddError("--verify goes with a folder, and not with --at URL.");
        });
        command.SetAction((parsed, cancellation) => remote.IsRemote(parsed.CommandResult)
            ? RemoteCommand.RunAsync(parsed, remote, (client, _, cancel) => FindAsync(client.Job(parsed.GetRequiredValue(of)), parsed.GetValue(id), cancel), CheckpointText.Write, cancellation)
            : RunAsync(parsed, parsed.GetRequiredValue(of), (snapshots, output) =>
            {
                var reading = new SnapshotReading(new LocalFileSystem(), parsed.GetValue(verify), cancellation);
                var reports = snapshots.Select(reading.Read).ToList();
                if (remote.IsJson(parsed.CommandResult)) output.WriteLine(ReportJson.Of(reports));
                else ReportText.Write(reports, output);
            }));
        return command;
    }

    private static async Task<CheckpointDetails> FindAsync(RemoteJob job, long? id, CancellationToken cancellation)
    {
        if (id is null)
        {
            var all = await job.GetCheckpointsAsync(cancellation).ConfigureAwait(false);
            id = all.History.Concat(all.UnderWay).Select(c => (long?)c.Id).Max()
                ?? throw new FlowActorsClientException("There is no checkpoint", $"Job '{job.IdOrName}' has none that is under way or remembered.");
        }

        return await job.GetCheckpointAsync(id.Value, cancellation).ConfigureAwait(false);
    }

    private static Argument<string> Of() => new("DIR|JOB")
    {
        Description = "A data folder, the folder of a job's checkpoints, one checkpoint of it (chk-N), or a savepoint; with --at URL the id or the name of a job.",
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
