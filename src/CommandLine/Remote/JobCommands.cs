using System.CommandLine;

namespace FlowActors.CommandLine.Remote;

/// <summary><c>job ...</c>: the jobs of a running application.</summary>
internal static class JobCommands
{
    public static Command Create() => new(
        "job",
        """
        Shows and steers the jobs of a running application, over HTTP.

        For example:
          job list --at http://127.0.0.1:8081
          job show visits
          job run visits --arg days=7 --from before-upgrade --at http://127.0.0.1:8081
          job savepoint visits before-upgrade
          job rescale visits --parallelism 12
          job upgrade visits --at http://10.0.0.9:8081
          job stop visits --savepoint last --drain
          job why clicks --at http://127.0.0.1:8081
        """)
    {
        List(),
        JobShow.Create(),
        ActingCommands.Run(),
        ActingCommands.Rescale(),
        UpgradeCommand.Create(),
        ActingCommands.Cancel(),
        ActingCommands.Stop(),
        ActingCommands.Savepoint(),
        ActingCommands.Checkpoint(),
        ActingCommands.Resume(),
        WhyCommand.Create(),
    };

    private static Command List() => RemoteCommand.Create(
        "list",
        "Lists the jobs that are remembered.",
        [],
        (client, _, cancellation) => client.GetJobsAsync(cancellation),
        (jobs, output) => TextTable.Write(output, ["ID", "STATUS", "NAME"], jobs.Select(job => new[] { job.Id, job.Status, job.Name })));
}
