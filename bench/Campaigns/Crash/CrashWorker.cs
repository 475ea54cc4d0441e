using FlowActors.Files;
using System.Globalization;

namespace FlowActors.Bench.Campaigns.Crash;

/// <summary>The process that is killed: a host on the campaign's data folder, with its job.</summary>
internal static class CrashWorker
{
    private const int Failed = 3;

    // A machine that does much else too is no fault.
    private const string Patience = "flowactors.lifecycle.start-timeout = 2m";

    /// <summary>Runs until the job ends, which is after a stop, or because something is wrong.</summary>
    /// <returns>The exit code; not 0 where the job ended otherwise than by a stop.</returns>
    public static async Task<int> RunAsync(WorkerOrder order, TextWriter output, CancellationToken cancellationToken)
    {
        EndWithParent();
        var kill = new KillSwitch(order, output);
        var files = new KillingFileSystem(new LocalFileSystem(), kill, order.Plant);
        var options = new EmbeddedOptions { DataFolder = order.Data, Files = files, Configuration = $"{Patience}\n{order.State.Configuration(order.State.IsOnDisk ? order.Local : null)}" };
        await using var host = await FlowActorsHost.StartEmbeddedAsync(options.AddJob(CrashJob.Name, () => new CrashJob(order, kill, files)), cancellationToken);
        var jobs = await host.GetJobsAsync(cancellationToken);
        if (jobs.Count > 1) return await FailAsync($"There are {jobs.Count} jobs where one was submitted.");
        var job = jobs.Count == 1 ? jobs[0] : await host.SubmitAsync(CrashJob.Name, cancellationToken: cancellationToken);
        kill.Tell("started", jobs.Count);
        var stands = WatchAsync(job, cancellationToken);
        if (order.StopsInto is null)
        {
            if (await Task.WhenAny(job.WaitForEndAsync(cancellationToken), stands) == stands) return await stands;
            return await FailAsync("The job has ended, and nobody has stopped it.");
        }

        if (await Task.WhenAny(kill.HasTakenCheckpoints, stands) == stands) return await stands;
        await job.StopWithSavepointAsync(order.StopsInto, drain: true, cancellationToken: cancellationToken);
        var result = await job.WaitForEndAsync(cancellationToken);
        for (var region = 0; region < CrashRecords.Regions; region++) kill.Tell(CrashJob.ReadOf(region), (long)result.Accumulators[CrashJob.ReadOf(region)]);
        return 0;
    }

    // Completes when the job will not go on.
    private static async Task<int> WatchAsync(IJobClient job, CancellationToken cancellationToken)
    {
        for (var stood = 0; stood < 50; await Task.Delay(100, cancellationToken))
        {
            var status = await job.GetStatusAsync(cancellationToken);
            stood = status is JobStatus.Suspended or JobStatus.Failed ? stood + 1 : 0;
        }

        var reasons = await job.GetExceptionsAsync(cancellationToken);
        return await FailAsync(string.Create(CultureInfo.InvariantCulture, $"The job stands still: {string.Join(" | ", reasons)}"));
    }

    private static async Task<int> FailAsync(string reason)
    {
        await Console.Error.WriteLineAsync(reason);
        return Failed;
    }

    // The campaign may be killed too; its end of the pipe closes with it.
    private static void EndWithParent()
    {
        var thread = new Thread(() =>
        {
            while (Console.In.Read() >= 0)
            {
                // Nobody writes.
            }

            Environment.Exit(Failed);
        })
        { IsBackground = true };
        thread.Start();
    }
}
