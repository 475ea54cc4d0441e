using FlowActors.Examples.CommandLine;

namespace FlowActors.Examples.Durable;

/// <summary>Runs a registered job: begun, resumed, or begun with a savepoint; to its end, or until it has stopped with a savepoint.</summary>
internal sealed class DurableRun
{
    private static readonly TimeSpan EndMax = TimeSpan.FromSeconds(10);
    private readonly DurableJob _job;
    private readonly DurableOptions _options;
    private readonly ExamplesConsole _console;
    private readonly FlowActorsHost _host;
    private readonly SourceSteering _steering;

    private DurableRun(DurableJob job, DurableOptions options, ExamplesConsole console, FlowActorsHost host, SourceSteering steering) =>
        (_job, _options, _console, _host, _steering) = (job, options, console, host, steering);

    /// <summary>Runs the job on a host of its own.</summary>
    /// <param name="job">The job.</param>
    /// <param name="options">How it begins and ends.</param>
    /// <param name="nodes">How many nodes the host has.</param>
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
        DurableJob job, DurableOptions options, int nodes, ExamplesConsole console, bool verbose, Func<DurableEnd, Task> complete, CancellationToken cancellation)
    {
        // One that reads exactly all there is stands still there too.
        var steering = new SourceSteering(holdsEnd: options.StopAfter is { } records && records == job.Records);
        var host = await ExampleHost.StartAsync(
            logs => new EmbeddedOptions { Nodes = nodes, LoggerFactory = logs, DataFolder = options.Data, ResumesJobs = false }.AddJob(job.Name, () => job.Create(steering)),
            verbose,
            cancellation).ConfigureAwait(false);
        await using (host.ConfigureAwait(false))
        {
            var end = await new DurableRun(job, options, console, host.Host, steering).ToEndAsync(cancellation).ConfigureAwait(false);
            if (end is not null) await complete(end).ConfigureAwait(false);
        }
    }

    private async Task<DurableEnd?> ToEndAsync(CancellationToken cancellation)
    {
        var found = await FoundJob.FindAsync(_host, _job, _options, cancellation).ConfigureAwait(false);
        if (found is { HasFinished: true }) return await OldEndAsync(found.Client).ConfigureAwait(false);
        var failedBefore = found?.LastFailure;
        var client = found?.Client;
        if (client is null) client = await SubmitAsync(cancellation).ConfigureAwait(false);
        else await _host.ResumeAsync(client.JobId, found!.Arguments, cancellation).ConfigureAwait(false);

        var end = client.WaitForEndAsync(CancellationToken.None);
        try
        {
            await JobStart.AwaitAsync(client, end, failedBefore, cancellation).ConfigureAwait(false);
            var position = await TellStartAsync(client, found is not null).ConfigureAwait(false);
            _steering.Open(_options.StopAfter - position);
            var shown = _job.Progress.ShowAsync(client, end);
            var (stopped, took) = await Measurement.OfAsync(() => StopOrEndAsync(client, end, cancellation)).ConfigureAwait(false);
            var result = await end.ConfigureAwait(false);
            await shown.ConfigureAwait(false);
            if (stopped) return await TellStopAsync(result).ConfigureAwait(false);
            if (_options.Savepoint is not null)
                await _console.Error.WriteLineAsync("The input ended before: the job has ended as usual, and no savepoint was made.").ConfigureAwait(false);
            return new DurableEnd(result, SteeredRecords.Of(result.Accumulators) - position, took);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            if (await InterruptAsync(client, end).ConfigureAwait(false) is not { } result) throw;
            return await TellStopAsync(result).ConfigureAwait(false);
        }
    }

    private Task<IJobClient> SubmitAsync(CancellationToken cancellation)
    {
        if (_options.FromSavepoint is { } from)
            return _host.SubmitAsync(_job.Name, new SavepointRestore(from), _job.Arguments, cancellationToken: cancellation);
        _job.Begins?.Invoke();
        return _host.SubmitAsync(_job.Name, _job.Arguments, cancellationToken: cancellation);
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

    // True when it has stopped with the savepoint.
    private async Task<bool> StopOrEndAsync(IJobClient client, Task end, CancellationToken cancellation)
    {
        if (_options.StopAfter is not { } records)
        {
            await end.WaitAsync(cancellation).ConfigureAwait(false);
            return false;
        }

        while (true)
        {
            await ReadAsync(client, end, records, cancellation).ConfigureAwait(false);
            if (end.IsCompleted) return false;
            try
            {
                return await StopAsync(client, end, cancellation).ConfigureAwait(false);
            }
            catch (CheckpointException) when (_steering.IsClosed)
            {
                // It has failed meanwhile, and reads again what came after its last checkpoint.
            }
        }
    }

    // Returns when so many records are read, or the job has ended.
    private async Task ReadAsync(IJobClient client, Task end, long records, CancellationToken cancellation)
    {
        while (!end.IsCompleted && (_steering.IsClosed || SteeredRecords.Of(await client.GetAccumulatorsAsync(cancellation).ConfigureAwait(false)) < records))
        {
            if (_steering.IsClosed) await LetInAsync(client, records, cancellation).ConfigureAwait(false);
            await Task.WhenAny(end, Task.Delay(JobStart.Poll, cancellation)).ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
        }
    }

    // As at the start: nothing is read yet, so that the sums are those of the checkpoint that the job went on from.
    private async Task LetInAsync(IJobClient client, long records, CancellationToken cancellation)
    {
        if (await client.GetStatusAsync(cancellation).ConfigureAwait(false) != JobStatus.Running) return;
        _steering.Open(records - SteeredRecords.Of(await client.GetAccumulatorsAsync(cancellation).ConfigureAwait(false)));
    }

    private async Task<bool> StopAsync(IJobClient client, Task end, CancellationToken cancellation)
    {
        try
        {
            await client.StopWithSavepointAsync(_options.Savepoint!, _options.Drain, cancellation).ConfigureAwait(false);
            return true;
        }
        catch (CheckpointException)
        {
            // Its input may have ended, and its results are being committed.
            if (_steering.IsClosed || await Task.WhenAny(end, Task.Delay(EndMax, CancellationToken.None)).ConfigureAwait(false) != end) throw;
            return false;
        }
    }

    // Gives the end of a job that has stopped with its savepoint.
    private async Task<JobResult?> InterruptAsync(IJobClient client, Task<JobResult> end)
    {
        if (_options.Data is not null)
        {
            await _console.Error.WriteLineAsync("Stopped. The same command with --resume goes on.").ConfigureAwait(false);
            return null;
        }

        if (_options.Savepoint is not null && !end.IsCompleted && await StopAsync(client, end, CancellationToken.None).ConfigureAwait(false))
            return await end.ConfigureAwait(false);
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
