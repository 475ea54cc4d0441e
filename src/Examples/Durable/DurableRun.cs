using FlowActors.Examples.CommandLine;

namespace FlowActors.Examples.Durable;

/// <summary>Runs a registered job: begun, resumed, or begun with a savepoint; to its end, or until it has stopped with a savepoint.</summary>
internal sealed class DurableRun
{
    private readonly DurableJob _job;
    private readonly DurableOptions _options;
    private readonly ExamplesConsole _console;
    private readonly FlowActorsHost _host;
    private readonly SourceSteering _steering;
    private Stage _stage = Stage.Looking;

    private DurableRun(DurableJob job, DurableOptions options, ExamplesConsole console, FlowActorsHost host, SourceSteering steering) =>
        (_job, _options, _console, _host, _steering) = (job, options, console, host, steering);

    private enum Stage
    {
        /// <summary>The folder may hold a job.</summary>
        Looking,

        /// <summary>It holds none, and one is to begin.</summary>
        Submitting,

        /// <summary>It was accepted, and does not run yet.</summary>
        Starting,

        /// <summary>It runs, or has run before.</summary>
        Begun,
    }

    /// <summary>Runs the job on a host of its own.</summary>
    /// <param name="job">The job.</param>
    /// <param name="options">How it begins and ends.</param>
    /// <param name="settings">The host.</param>
    /// <param name="console">Hears where the job was resumed, and with which savepoint it stopped.</param>
    /// <param name="verbose">Whether to log.</param>
    /// <param name="complete">Makes results complete; called when the job has ended well, and not when it has stopped with a savepoint.</param>
    /// <param name="cancellation">
    /// Stops the job: one with a data folder can be resumed, one that was to stop with a savepoint does so, others are cancelled.
    /// </param>
    /// <exception cref="JobValidationException">The job cannot run so.</exception>
    /// <exception cref="JobFailedException">The job failed.</exception>
    /// <exception cref="OperationCanceledException">The job was stopped before its end.</exception>
    public static async Task ExecuteAsync(
        DurableJob job, DurableOptions options, HostSettings settings, ExamplesConsole console, bool verbose, Func<DurableEnd, Task> complete, CancellationToken cancellation)
    {
        // One that reads exactly all there is stands still there too.
        var steering = new SourceSteering(holdsEnd: options.StopAfter is { } records && records == job.Records);
        var traces = options.Data is { } data ? DataFolderTraces.Before(data) : null;
        DurableRun? run = null;
        try
        {
            var host = await ExampleHost.StartAsync(
                logs => new EmbeddedOptions
                {
                    Nodes = settings.Nodes,
                    LoggerFactory = logs,
                    DataFolder = options.Data,
                    ResumesJobs = false,
                    Configuration = settings.State.Configuration,
                }.AddJob(job.Name, () => job.Create(steering)),
                verbose,
                cancellation).ConfigureAwait(false);
            await using (host.ConfigureAwait(false))
            {
                run = new DurableRun(job, options, console, host.Host, steering);
                if (await run.ToEndAsync(cancellation).ConfigureAwait(false) is { } end) await complete(end).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (options is { Savepoint: not null, Data: null } && (run is null || run._stage < Stage.Starting))
        {
            await console.Error.WriteLineAsync("No savepoint was made: the job had not begun yet.").ConfigureAwait(false);
            throw;
        }
        catch (Exception e) when (e is not OperationCanceledException && run is { _stage: Stage.Submitting or Stage.Starting })
        {
            traces?.Remove();
            throw;
        }
    }

    private async Task<DurableEnd?> ToEndAsync(CancellationToken cancellation)
    {
        var found = await FoundJob.FindAsync(_host, _job, _options, cancellation).ConfigureAwait(false);
        _stage = found is null ? Stage.Submitting : Stage.Begun;
        if (found is { HasFinished: true }) return await OldEndAsync(found.Client).ConfigureAwait(false);
        var failedBefore = found?.LastFailure;
        var client = found?.Client;
        // One that was to stop with a savepoint does so where it begins, and is not given up in between.
        if (client is null) client = await SubmitAsync(_options is { Savepoint: not null, Data: null } ? CancellationToken.None : cancellation).ConfigureAwait(false);
        else await _host.ResumeAsync(client.JobId, found!.Arguments, cancellation).ConfigureAwait(false);
        if (found is null) _stage = Stage.Starting;

        var end = client.WaitForEndAsync(CancellationToken.None);
        var shown = Task.CompletedTask;
        try
        {
            await JobStart.AwaitAsync(client, end, failedBefore, cancellation).ConfigureAwait(false);
            _stage = Stage.Begun;
            var position = await TellStartAsync(client, found is not null).ConfigureAwait(false);
            _steering.Open(_options.StopAfter - position);
            shown = Task.WhenAll(_job.Progress.ShowAsync(client, end), FailureWatch.TellAsync(client, end, failedBefore, _console.Error));
            var (stopped, took) = await Measurement.OfAsync(() => StopOf(client, end).AfterRecordsAsync(cancellation)).ConfigureAwait(false);
            var result = await end.ConfigureAwait(false);
            await shown.ConfigureAwait(false);
            if (stopped) return await TellStopAsync(result).ConfigureAwait(false);
            if (_options.Savepoint is not null)
                await _console.Error.WriteLineAsync("The input ended before: the job has ended as usual, and no savepoint was made.").ConfigureAwait(false);
            return new DurableEnd(result, SteeredRecords.Of(result.Accumulators) - position, took);
        }
        catch (JobFailedException) when (end.IsCompleted)
        {
            // The failures before the one that ends it are told before that one is, and whatever that meets with does not hide it.
            await Task.WhenAny(shown).ConfigureAwait(false);
            throw;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            if (await InterruptAsync(client, end).ConfigureAwait(false) is not { } result) throw;
            return await TellStopAsync(result).ConfigureAwait(false);
        }
    }

    private SavepointStop StopOf(IJobClient client, Task end) => new(_options, _steering, client, end);

    private async Task<IJobClient> SubmitAsync(CancellationToken cancellation)
    {
        if (_options.FromSavepoint is { } from)
        {
            if (await SavepointOrigin.ReadAsync(from, cancellation).ConfigureAwait(false) is { } origin) origin.Check(_job);
            return await _host.SubmitAsync(_job.Name, new SavepointRestore(from), _job.Arguments, cancellationToken: cancellation).ConfigureAwait(false);
        }

        _job.Begins?.Invoke();
        return await _host.SubmitAsync(_job.Name, _job.Arguments, cancellationToken: cancellation).ConfigureAwait(false);
    }

    // Nothing is read yet, so that the sums are those of the snapshot.
    private async Task<long> TellStartAsync(IJobClient client, bool wasFound)
    {
        var checkpoint = (await _host.DescribeAsync(client.JobId).ConfigureAwait(false)).RestoredCheckpoint;
        var position = SteeredRecords.Of(await client.GetAccumulatorsAsync().ConfigureAwait(false));
        if (checkpoint is { } restored) await _console.Output.WriteLineAsync($"resumed checkpoint={restored} source_position={position}").ConfigureAwait(false);
        else if (_options.Resume)
            await _console.Output.WriteLineAsync($"started source_position=0: '{_options.Data}' holds no {(wasFound ? "checkpoint" : "job")} yet").ConfigureAwait(false);
        return position;
    }

    // Gives the end of a job that has stopped with its savepoint.
    private async Task<JobResult?> InterruptAsync(IJobClient client, Task<JobResult> end)
    {
        if (_options.Data is not null)
        {
            await _console.Error.WriteLineAsync("Stopped. The same command with --resume goes on.").ConfigureAwait(false);
            return null;
        }

        if (_options.Savepoint is not null)
        {
            if (await StopOf(client, end).AtOnceAsync().ConfigureAwait(false)) return await end.ConfigureAwait(false);
            await _console.Error.WriteLineAsync("No savepoint was made: the job had ended.").ConfigureAwait(false);
        }

        await client.CancelAsync(CancellationToken.None).ConfigureAwait(false);
        await Task.WhenAny(end).ConfigureAwait(false);
        return null;
    }

    private async Task<DurableEnd?> TellStopAsync(JobResult result)
    {
        await _console.Output.WriteLineAsync($"stopped savepoint={_options.Savepoint} source_position={SteeredRecords.Of(result.Accumulators)}").ConfigureAwait(false);
        return null;
    }

    private async Task<DurableEnd> OldEndAsync(IJobClient client)
    {
        await _console.Error.WriteLineAsync($"The job in '{_options.Data}' has finished already: there is nothing left to read.").ConfigureAwait(false);
        return new DurableEnd(await client.WaitForEndAsync().ConfigureAwait(false), RecordsRead: 0, Took: null);
    }
}
